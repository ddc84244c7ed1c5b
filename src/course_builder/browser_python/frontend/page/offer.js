// Stands in every page with code: puts buttons under the cells, and brings the rest at the first press, or where this
// browser keeps an edit of the page. Nothing is asked for before.
import { ENDINGS } from "../given_files.js";
import { keyOf } from "./edits.js";
import { showProgress } from "./progress.js";
import { OWN, QUESTION } from "./question.js";

const { dataset } = document.currentScript;
const config = JSON.parse(dataset.live);
for (const name of ["site", "cells", "worker", "module", "style", "solution"]) {
  if (config[name]) config[name] = new URL(config[name], location.href);
}
const cells = [...document.querySelectorAll(".cell[id^='code-']")].filter((cell) => cell.querySelector(".cell_input"));

let session = null;
function start(needed) {
  session ??= import(config.module.href).then((module) => module.open(config, needed));
  session.catch(() => (session = null));
  return session;
}

const rows = new Map(); // of the questions: name -> their buttons

function bar(cell) {
  const code = cell.querySelector("pre").textContent;
  const question = code.match(QUESTION)?.[1];
  const add = (what, words) => `<button type="button" data-do="${what}">${words}</button>`;
  const row = document.createElement("div");
  row.className = "mo-run";
  row.innerHTML = question
    ? add("run", "Check") + add("edit", "Edit") + add("hint", "Hint") +
      (config.solution && /\d$/.test(question) ? add("solution", "Solution") : "") + '<span class="mo-state"></span>'
    : (OWN.test(code) ? '<button type="button" data-file>Use a file of yours</button>' : "") +
      add("run", "Run") + add("edit", "Edit") + (cell === cells[0] ? "" : add("above", "Run all above"));
  if (question) rows.set(question, row);
  cell.querySelector(".cell_input").append(row);
}

// A question is answered where one clicks into its code.
function clicked({ target }) {
  const row = target.closest(".cell_input .highlight pre")?.closest(".cell").querySelector(".mo-run");
  if ([...rows.values()].includes(row) && getSelection().isCollapsed) row.querySelector("[data-do='edit']").click();
}

async function press(event) {
  const { target } = event;
  const what = target.closest(".cell .mo-run > [data-do]")?.dataset.do;
  const cell = target.closest(".cell");
  if (!what || what === "original") return;
  const row = cell.querySelector(".mo-run");
  try {
    if (!session) row.setAttribute("aria-busy", "true");
    (await start(["run", "above", "hint"].includes(what))).act(what, cell);
  } catch (error) {
    row.insertAdjacentHTML("beforeend", '<span class="mo-said" role="alert"></span>');
    row.lastChild.textContent = `This did not load: look whether this device is connected, and press again. (${error.message})`;
  } finally {
    row.removeAttribute("aria-busy");
  }
}

// Tables of the reader's own: they go to the Python of this page and nowhere else.
function offerFile() {
  const tools = document.querySelector(".mo-tools");
  tools?.insertAdjacentHTML(
    "beforeend",
    '<button class="mo-tool" type="button" data-file><span>Use a file of yours</span></button>' +
      `<input type="file" accept="${ENDINGS}" multiple hidden>`,
  );
  if (!tools) return;
  const input = tools.lastChild;
  let below = tools; // what the answer stands below
  document.addEventListener("click", ({ target }) => {
    const pressed = target.closest("[data-file]");
    if (!pressed) return;
    below = pressed.closest(".mo-tools, .mo-run");
    input.click();
  });
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    if (files.length) (await start(true)).giveFiles(files, below);
  });
}

function keepsEdits() {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(keyOf(config.site, config.page)));
  } catch {
    return false; // A browser that keeps nothing.
  }
}

function askForServer() {
  const note = document.createElement("p");
  note.className = "mo-live-note";
  note.textContent =
    "Python needs a server, even on one computer: run start.py in the folder of this course, as START-HERE.html says.";
  const link = document.querySelector("a.mo-live");
  link?.closest(".mo-tools").after(note);
  link?.remove();
}

if (location.protocol === "file:") askForServer();
else {
  cells.forEach(bar);
  if (cells.length) offerFile();
  showProgress(config, rows);
  document.addEventListener("click", press);
  document.addEventListener("click", clicked);
  if (cells.length && keepsEdits()) start(false);
}
