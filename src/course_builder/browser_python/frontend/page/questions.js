// Hints and solutions of the questions on a page.
import { button } from "./cell.js";

const HINTS = 3;

// One more hint at each press, one below the other.
export async function hint(cell, python) {
  if (!python.ready) cell.say("Python is starting …");
  const html = await python.ask("hint", { question: cell.question });
  cell.hints ??= cell.bar.insertAdjacentElement("afterend", document.createElement("div"));
  cell.hints.className = "mo-hints";
  cell.hints.insertAdjacentHTML("beforeend", html);
  const pressed = cell.bar.querySelector("[data-do='hint']");
  if (cell.hints.children.length >= HINTS) {
    pressed.textContent = "No more hints";
    pressed.setAttribute("aria-disabled", "true");
    pressed.dataset.do = "none";
  } else pressed.textContent = "Next hint";
  cell.say("");
}

// Asks before it leads to the worked solution: trying once more teaches more.
export function solution(cell, address) {
  if (cell.asking) return;
  const box = document.createElement("div");
  box.className = "mo-offer";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", `The solution of ${cell.question}`);
  const words = box.appendChild(document.createElement("p"));
  words.textContent = `Trying once more teaches more than reading. Open the worked solution of ${cell.question}?`;
  const row = box.appendChild(document.createElement("div"));
  row.className = "mo-run";
  const link = row.appendChild(document.createElement("a"));
  link.href = `${address}#q${cell.question}`;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Open the solution";
  const close = () => {
    box.remove();
    cell.asking = false;
    cell.bar.querySelector("[data-do='solution']").focus();
  };
  link.addEventListener("click", () => setTimeout(close));
  row.append(button("Not yet", close));
  cell.bar.after(box);
  cell.asking = true;
  link.focus();
}
