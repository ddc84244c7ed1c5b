// The learner's progress as the pages show it: at each question, above an exercise, beside the chapters in the contents
// list and on the first page.
import { isDone, nameOf, open, readProgress } from "../store.js";

const SIGNS = { right: "✓ right", self: "✎ compared", "not yet": "↻ tried" };
const NUMBERED = /^(?:Exercise )?(\d+\.\d+)\b/;

let kept = {};

// Asking which there are: to look creates nothing.
async function readKept(site) {
  const known = (await indexedDB.databases?.()) ?? [{ name: nameOf(site) }];
  if (!known.some(({ name }) => name === nameOf(site))) return {};
  const database = await open(site);
  const found = await readProgress(database);
  database.close();
  return found;
}

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
}

function markChapters(totals) {
  for (const link of document.querySelectorAll(".mo-contents li a, .mo-map a")) {
    link.querySelector(".mo-done")?.remove();
    const number = link.textContent.match(NUMBERED)?.[1];
    const done = Object.keys(kept).filter((name) => name.startsWith(`${number}.`) && isDone(kept[name])).length;
    if (!done || !totals[number]) continue;
    const sign = done >= totals[number] ? "✓" : `${done}/${totals[number]}`;
    const words = `, ${done} of ${totals[number]} questions done`;
    const shown = element("span", "", sign);
    shown.setAttribute("aria-hidden", "true");
    link.append(element("span", "mo-done", shown, element("span", "mo-spoken", words)));
  }
}

function markQuestions(rows) {
  for (const [name, row] of rows) {
    const state = row.querySelector(".mo-state");
    state.textContent = SIGNS[kept[name]] ?? "○ open";
    state.classList.toggle("mo-is-done", isDone(kept[name]));
  }
}

function markExercise(rows) {
  const all = [...rows.keys()];
  if (!all.length || !document.querySelector(".mo-header")) return;
  let line = document.querySelector(".mo-exercise");
  if (!line) {
    line = element("p", "mo-exercise", element("span", ""), document.createElement("progress"));
    line.lastChild.setAttribute("aria-label", "Questions done");
    document.querySelector(".mo-header").after(line);
  }
  const done = all.filter((name) => isDone(kept[name])).length;
  line.firstChild.textContent = `${done} of ${all.length} questions on this page done`;
  line.lastChild.max = all.length;
  line.lastChild.value = done;
}

/** Show what is kept, now and whenever it changes; `rows` are the questions of the page, name -> row of buttons. */
export function showProgress({ site, totals }, rows) {
  const mark = () => {
    markChapters(totals);
    markQuestions(rows);
    markExercise(rows);
  };
  const refresh = async () => {
    try {
      const found = await readKept(site);
      for (const [name, status] of Object.entries(found)) if (!isDone(kept[name])) kept[name] = status;
    } catch {
      // A browser that keeps nothing: what is answered counts while the page is open.
    }
    mark();
  };
  mark();
  refresh();
  // Answered in the notebook, or on another page.
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  document.addEventListener("mo-progress", ({ detail: { question, status } }) => {
    if (!isDone(kept[question]) || isDone(status)) kept[question] = status;
    mark();
  });
}

export function statusOf(question) {
  return kept[question];
}
