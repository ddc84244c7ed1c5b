// What the notebook tells its reader: above the notebook, or in the cell that it concerns, with buttons that do what
// is said.
export function notice(text, actions = []) {
  const node = document.createElement("div");
  node.className = "course-notice";
  node.setAttribute("role", "status");
  const said = document.createElement("span");
  said.textContent = text;
  node.append(said);
  for (const [label, act] of actions) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    node.append(button);
  }
  return node;
}

// Notices above a notebook, one of a kind.
export class Notices {
  constructor(panel) {
    this.place = panel.content.outerNode; // what scrolls: the notices stay at its top
    this.shown = new Map();
  }

  // Each action is [label, function]; whoever presses one has read the notice. An action that returns false leaves it.
  show(kind, text, actions = [["Close", () => {}]]) {
    this.drop(kind);
    const closing = actions.map(([label, act]) => [label, () => act() === false || this.drop(kind)]);
    const node = notice(text, closing);
    this.shown.set(kind, node);
    this.place.prepend(node);
  }

  drop(kind) {
    this.shown.get(kind)?.remove();
    this.shown.delete(kind);
  }
}

// Says something below a cell; nothing takes the note away but its own button and the cell's next run.
export function noteIn(cell, text, actions) {
  dropNote(cell);
  const node = notice(text, actions.map(([label, act]) => [label, () => (dropNote(cell), act())]));
  node.classList.add("course-note");
  cell.node.append(node);
}

export function dropNote(cell) {
  cell.node.querySelector(".course-note")?.remove();
}
