// The loader of a static page: brings every widget on it to life from the grid beside it.
import { stateAt, unpack } from "./grid.js";
import { fragment, wanted } from "./link.js";
import { panel } from "./panel.js";

async function mount(root, name) {
  // The site keeps the grid in a file of its own, so that the page is there before it.
  const kept = root.querySelector(".mo-model");
  const text = kept.dataset.src ? await (await fetch(kept.dataset.src)).text() : kept.textContent;
  const model = { ...JSON.parse(text), name };
  const grid = await unpack(model.grid);
  const show = (indices) =>
    view.show(stateAt(grid, indices.reduce((at, index, i) => at * model.controls[i].values.length + index, 0)));
  const view = panel(root, model, show);
  const restore = () => {
    const indices = wanted(location.hash, model);
    if (!indices) return false;
    view.set(indices);
    show(indices);
    if (location.hash.startsWith(`#explore=${encodeURIComponent(model.name)}`)) root.scrollIntoView();
    return true;
  };
  if (!restore()) show(view.indices);
  window.addEventListener("hashchange", restore);
  root.querySelector(".mo-link").addEventListener("click", async () => {
    history.replaceState(history.state, "", fragment(location.hash, model, view.indices));
    const said = root.querySelector(".mo-said");
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = "Link copied.";
    } catch {
      said.textContent = "The link is in the address bar.";
    }
  });
  root.dataset.ready = "";
}

// Two widgets of one name on a page: the second is called name-2 in links.
const asleep = new Map();
for (const root of document.querySelectorAll(".mo-explore[data-explore]")) {
  let name = root.dataset.explore;
  for (let i = 2; [...asleep.values()].includes(name); i += 1) name = `${root.dataset.explore}-${i}`;
  asleep.set(root, name);
}

function wake(root) {
  const name = asleep.get(root);
  if (!asleep.delete(root)) return;
  mount(root, name).catch((error) => {
    root.querySelector(".mo-said").textContent = "The controls cannot start in this browser.";
    console.error(error);
  });
}

// A widget wakes when the reader comes within a screen of it, or at once where a link names a state.
function wakeNamed() {
  if (location.hash.includes("explore=")) [...asleep.keys()].forEach(wake);
}
const near = new IntersectionObserver(
  (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => wake(entry.target)),
  { rootMargin: "100%" },
);
for (const root of asleep.keys()) near.observe(root);
window.addEventListener("hashchange", wakeNamed);
wakeNamed();
