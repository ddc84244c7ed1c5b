// The little that style alone cannot do: colours, copying, the search key, boxes that scroll, cards by touch.
const root = document.documentElement;

// Light or dark: the system's choice until the reader makes another one.
const dark = matchMedia("(prefers-color-scheme: dark)");
const button = document.querySelector(".mo-theme");
function paint(theme) {
  root.dataset.theme = theme;
  button.setAttribute("aria-pressed", theme === "dark");
  try {
    // A choice that agrees with the system is none: the page follows the system again.
    if (theme === (dark.matches ? "dark" : "light")) localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
}
paint(root.dataset.theme);
button.addEventListener("click", () => paint(root.dataset.theme === "dark" ? "light" : "dark"));
dark.addEventListener("change", () => paint(dark.matches ? "dark" : "light"));

// "/" goes to the search field.
const field = document.querySelector(".mo-search input") || document.querySelector(".mo-find input");
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  event.preventDefault();
  if (field.offsetParent) field.focus();
  else location.href = field.form.action;
});

// Code can be copied, where the browser lets a page do that.
function offerCopies() {
  for (const block of navigator.clipboard ? document.querySelectorAll(".cell_input .highlight") : []) {
    const copy = document.createElement("button");
    copy.className = "mo-copy";
    copy.type = "button";
    copy.textContent = "Copy";
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("pre").textContent.trimEnd());
      copy.textContent = "Copied";
      setTimeout(() => (copy.textContent = "Copy"), 2000);
    });
    block.append(copy);
  }
}
addEventListener("load", () => (window.requestIdleCallback || setTimeout)(offerCopies));

// A box that is wider than its place can be scrolled with the keyboard. All are measured before any is
// changed: the page is laid out once.
const boxes = ".mo-scroll, .highlight pre, .output.text_html, .katex-display";
const watched = new ResizeObserver((entries) => {
  const wide = entries.map(({ target }) => target.scrollWidth > target.clientWidth + 1);
  entries.forEach(({ target }, i) => {
    if (wide[i]) target.tabIndex = 0;
    else if (target.hasAttribute("tabindex")) target.removeAttribute("tabindex");
  });
});
for (const box of document.querySelectorAll(boxes)) watched.observe(box);
// What a cell has computed comes later, and says so.
document.addEventListener("mo-computed", ({ target }) => {
  for (const box of target.querySelectorAll(".output")) watched.observe(box);
});

// The section being read is marked in the list of sections.
const links = new Map();
for (const link of document.querySelectorAll("#sections a[href^='#']:not([href='#'])")) {
  links.set(document.getElementById(decodeURIComponent(link.hash.slice(1))), link);
}
const seen = new IntersectionObserver(
  () => {
    const begun = [...links.keys()].filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
    for (const [section, link] of links) {
      if (section === begun.at(-1)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  },
  { rootMargin: "0px 0px -66% 0px", threshold: [0, 1] },
);
for (const section of links.keys()) seen.observe(section);

// On a narrow screen the list of sections lies over the page: it goes when one is chosen.
document.querySelector("#sections")?.addEventListener("click", ({ target, currentTarget }) => {
  if (target.closest("a") && currentTarget.matches(":popover-open")) currentTarget.hidePopover();
});

// A term's card: Escape puts it away; on a touch screen the first tap shows it and the second follows the link.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const term of document.querySelectorAll(".mo-term")) term.dataset.closed = "";
});
for (const term of document.querySelectorAll(".mo-term")) {
  const open = () => delete term.dataset.closed;
  term.addEventListener("pointerenter", open);
  term.addEventListener("focusin", open);
  let touched = false;
  term.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch" && !term.matches(":focus-within");
  });
  term.addEventListener("click", (event) => {
    if (touched) event.preventDefault();
  });
}
