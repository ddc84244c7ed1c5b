// On a page with a notebook: says when it cannot be run from here, and opens an exercise in the page itself, on a
// click and not before, since each open notebook is a Python of its own.
(() => {
  const link = document.querySelector(".mo-live");
  const button = document.querySelector(".mo-live-here");

  if (location.protocol === "file:") {
    const note = document.createElement("p");
    note.className = "mo-live-note";
    note.textContent =
      "Python needs a server, even on one computer: run start.py in the folder of this course, as START-HERE.html says.";
    link.closest(".mo-tools").after(note);
    for (const tool of [link, button]) tool?.remove();
    return;
  }
  if (!button) return;
  button.hidden = false;
  let frame = null;
  button.addEventListener("click", () => {
    if (frame) {
      frame.remove();
      frame = null;
    } else {
      frame = document.createElement("iframe");
      frame.className = "mo-live-frame";
      frame.title = `${document.querySelector("h1").textContent}: the notebook, with Python`;
      frame.src = link.href;
      button.closest(".mo-tools").after(frame);
      frame.focus();
    }
    button.setAttribute("aria-expanded", String(Boolean(frame)));
    button.querySelector("span").textContent = frame ? "Close the notebook" : "Work here";
  });
})();
