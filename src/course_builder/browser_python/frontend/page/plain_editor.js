// A plain box to write in: in place of the editor where that does not arrive, as without a network.
export function plainEditor(box, text, label, { changed, run }) {
  const area = document.createElement("textarea");
  area.setAttribute("aria-label", label);
  area.setAttribute("aria-description", "Python code. Shift and Enter runs it.");
  Object.assign(area, { value: text, autocapitalize: "off", spellcheck: false, rows: text.split("\n").length + 1 });
  area.addEventListener("input", () => changed(area.value));
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.shiftKey) return;
    event.preventDefault();
    run();
  });
  box.append(area);
  return {
    set(next) {
      area.value = next;
    },
    focus() {
      area.focus();
    },
    remove() {
      area.remove();
    },
  };
}
