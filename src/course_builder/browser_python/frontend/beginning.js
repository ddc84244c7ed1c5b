// How Python begins in a worker, of a page or of a notebook: everything is loaded at once, unpacked in a worker beside.
import { loadPyodide } from "./pyodide.mjs";
import { lazily } from "./arriving.js";
import { Beside } from "./beside.js";
import { load, loadAhead } from "./loading.js";
import { wake } from "./waking.mjs";

export const HERE = new URL("./", import.meta.url);
export const SITE = new URL("../../", HERE);
export const HOME = "/home/pyodide";
export const PROGRESS = `${HOME}/progress.json`;

// In the address of the page's script its version is in the name, in that of the notebook's behind it.
const VERSION = /page-(\w+)\.mjs|\?v=(\w+)/.exec(import.meta.url).slice(1).join("");
const BESIDE = new URL(`beside.mjs?v=${VERSION}`, HERE);

const program = import(new URL("pyodide.asm.mjs", HERE).href); // it is long
program.catch(() => {}); // heard of where it is awaited

// Returns Pyodide with what `course` and `lock` say of it. `who` begins: "page" or "notebook", which course.json tells
// apart; `settings`, `env` and `ready` are Pyodide's and wake's; `tell` hears how much has come.
export async function begin(who, { tell, env = {}, settings = {}, ready = () => {} }) {
  let arrived;
  const beside = new Beside(BESIDE, { onNews: tell, onArrived: (bytes) => arrived(bytes) });
  const get = async (name) => (await load(new URL(name, HERE), {}, tell)).text();
  const [told, lock] = await Promise.all([get("course.json"), get("pyodide-lock.json")]);
  const course = JSON.parse(told);
  const { snapshot, links, imported, files } = course;
  const { ahead, packages } = course[who];
  const names = packages.map((name) => JSON.parse(lock).packages[name].file_name);
  const core = Object.fromEntries([...ahead, links].map((name) => [name, files[name]]));
  const bytesBeside = [snapshot, ...names].reduce((sum, name) => sum + files[name].bytes, 0);
  arrived = loadAhead(core, HERE, tell, bytesBeside);
  const ask = (what) => (name) => beside[what](new URL(name, HERE), files[name]);
  const before = {
    make: program.then((module) => module.default),
    imported: Promise.all(names.slice(0, imported.length).map(ask("unpack"))),
    memory: ask("decode")(snapshot),
    others: Promise.all(names.slice(imported.length).map(ask("unpack"))),
    links: (async () => (await fetch(new URL(links, HERE))).json())(),
  };
  const environment = {
    HOME,
    MARKETING_ORIGIN_PROGRESS: PROGRESS,
    MARKETING_ORIGIN_SOLUTIONS: course.solutions ? new URL("solutions/", SITE).href : "",
    ...env,
  };
  const given = { indexURL: HERE.href, env: environment, lockFileContents: lock, ...settings };
  const pyodide = await wake(loadPyodide, before, given, (pyodide) => ready(pyodide, course));
  beside.end();
  for (const [path, { name, bytes }] of Object.entries(course.later)) {
    lazily(pyodide.FS, path, new URL(name, HERE), bytes);
  }
  return { pyodide, course, lock };
}
