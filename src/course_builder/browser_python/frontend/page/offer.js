// Stands in every page with code: puts buttons under the cells, and brings the rest at the first press, or where this
// browser keeps an edit of the page. Nothing is asked for before.
import { keyOf } from "./edits.js";

const { dataset } = document.currentScript;
const config = JSON.parse(dataset.live);
for (const name of ["site", "cells", "worker", "module", "style"]) config[name] = new URL(config[name], location.href);
const cells = [...document.querySelectorAll(".cell[id^='code-']")].filter((cell) => cell.querySelector(".cell_input"));

let session = null;
function start() {
  session ??= import(config.module.href).then((module) => module.open(config));
  session.catch(() => (session = null));
  return session;
}

function bar(cell) {
  const question = /\bcheck\(/.test(cell.querySelector("pre").textContent);
  const row = document.createElement("div");
  row.className = "mo-run";
  row.innerHTML =
    `<button type="button" data-do="run">${question ? "Check" : "Run"}</button>` +
    '<button type="button" data-do="edit">Edit</button>' +
    (cell === cells[0] ? "" : '<button type="button" data-do="above">Run all above</button>');
  cell.querySelector(".cell_input").append(row);
}

async function press(event) {
  const { target } = event;
  const what = target.closest(".cell .mo-run > [data-do]")?.dataset.do;
  const cell = target.closest(".cell");
  if (!what || what === "original") return;
  const row = cell.querySelector(".mo-run");
  try {
    if (!session) row.setAttribute("aria-busy", "true");
    (await start()).act(what, cell);
  } catch (error) {
    row.insertAdjacentHTML("beforeend", '<span class="mo-said" role="alert"></span>');
    row.lastChild.textContent = `This did not load: look whether this device is connected, and press again. (${error.message})`;
  } finally {
    row.removeAttribute("aria-busy");
  }
}

function keepsEdits() {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(keyOf(config.site, config.page)));
  } catch {
    return false; // A browser that keeps nothing.
  }
}

if (location.protocol !== "file:") {
  cells.forEach(bar);
  document.addEventListener("click", press);
  if (keepsEdits()) start();
}
