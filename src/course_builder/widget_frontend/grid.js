// Unpacks what grid.py packed. A state is put together only when it is asked for.

/** Inflate and parse a packed grid. */
export async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

/** The state number `i` of an unpacked grid, a tree of its own. */
export function stateAt(grid, i) {
  const row = ({ rows, at }) => (at ? (at[i] < 0 ? undefined : rows[at[i]]) : rows[0]);
  const tree = structuredClone(row(grid[""]));
  for (const [path, column] of Object.entries(grid)) {
    const leaf = row(column);
    if (path && leaf !== undefined) place(tree, path.slice(1).split("."), value(leaf));
  }
  return tree;
}

function place(tree, keys, leaf) {
  const last = keys.pop();
  for (const key of keys) tree = tree[key];
  tree[last] = leaf;
}

function value(leaf) {
  if (typeof leaf !== "object") return leaf;
  if (leaf.v) return leaf.v;
  // Second differences of whole numbers of 10^p. Dividing by a positive power is exact where 10^-p would not be.
  let [level, slope] = [0, 0];
  const unit = 10 ** Math.abs(leaf.p);
  return leaf.d.map((second) => {
    if (second === null) return null;
    slope += second;
    level += slope;
    return leaf.p < 0 ? level / unit : level * unit;
  });
}
