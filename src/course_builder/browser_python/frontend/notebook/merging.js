// Brings two states of one notebook together, which both come from a third: what was changed in one alone is taken
// from there, and where both were changed both are kept. Cells are told apart by their ids.
const ALSO = "Also written in this cell, in another tab:";

export const joined = (text) => (Array.isArray(text) ? text.join("") : text);

// What is a reader's work in a cell, as text: not whether it is folded, trusted or timed.
export function workIn({ cell_type, source, outputs = [], execution_count = null }) {
  return JSON.stringify([cell_type, joined(source), outputs, execution_count]);
}

export const written = (cell) => cell && `${cell.cell_type} ${joined(cell.source)}`;

function kept(other, also) {
  const { attachments, metadata, cell_type } = other;
  const isCode = cell_type === "code";
  const source = `${isCode ? `# ${also}` : `*${also}*\n`}\n${joined(other.source)}`;
  const copy = { cell_type, source, metadata, id: crypto.getRandomValues(new Uint32Array(2)).join("-") };
  if (isCode) Object.assign(copy, { outputs: [], execution_count: null });
  return attachments ? { ...copy, attachments } : copy;
}

const byId = (cells) => new Map(cells.map((cell) => [cell.id, cell]));

// The state of a cell that is in both, and what else has to be kept of it.
function together(old, other, mine, also) {
  if (written(other) === written(mine)) {
    return [old && workIn(mine) === workIn(old) ? other : mine];
  }
  if (written(other) === written(old)) return [mine];
  if (written(mine) === written(old)) return [other];
  return [mine, kept(other, also)];
}

// Returns the cells, and of how many both states are kept: the other one below, after the words `also`.
export function merge(base, theirs, mine, also = ALSO) {
  const before = byId(base);
  const others = byId(theirs);
  const here = new Set(mine.map((cell) => cell.id));
  const cells = [];
  let both = 0;
  for (const cell of mine) {
    const [old, other] = [before.get(cell.id), others.get(cell.id)];
    if (other) {
      const states = together(old, other, cell, also);
      both += states.length - 1;
      cells.push(...states);
    } else if (!old || written(cell) !== written(old)) {
      cells.push(cell); // new here, or deleted there and written in here
    }
  }
  theirs.forEach((cell, index) => {
    const old = before.get(cell.id);
    // New there, or deleted here and written in there.
    if (here.has(cell.id) || (old && written(cell) === written(old))) return;
    const above = cells.findIndex(({ id }) => id === theirs[index - 1]?.id);
    cells.splice(above + 1, 0, cell);
  });
  return { cells, both };
}

// Makes a notebook's shared model hold these cells, and touches no cell that is as it should be. Not in one
// transaction: within one the model's list of cells stays as it was.
export function apply(shared, cells) {
  const wanted = new Set(cells.map((cell) => cell.id));
  for (let i = shared.cells.length - 1; i >= 0; i -= 1) {
    if (!wanted.has(shared.cells[i].id)) shared.deleteCell(i);
  }
  cells.forEach((cell, i) => {
    const from = shared.cells.findIndex(({ id }) => id === cell.id);
    if (from < 0) shared.insertCell(i, cell);
    else if (from !== i) shared.moveCell(from, i);
    write(shared, i, cell);
  });
}

function write(shared, place, cell) {
  const now = shared.cells[place];
  if (workIn(now.toJSON()) === workIn(cell)) return;
  if (now.cell_type !== cell.cell_type) {
    shared.deleteCell(place);
    shared.insertCell(place, cell);
    return;
  }
  if (now.getSource() !== joined(cell.source)) now.setSource(joined(cell.source));
  if (cell.cell_type !== "code") return;
  now.setOutputs(cell.outputs);
  now.execution_count = cell.execution_count;
}
