// A link that restores a widget: #explore=<name>&<control>=<value>&… ; several widgets follow each other.

/** Split a fragment into groups, one a widget: [[name, [[control, value], …]], …]. */
export function groups(fragment) {
  const found = [];
  for (const [key, value] of new URLSearchParams(fragment.replace(/^#/, ""))) {
    if (key === "explore") found.push([value, []]);
    else if (found.length) found.at(-1)[1].push([key, value]);
  }
  return found;
}

/** The positions of the controls that the fragment asks for, or null if it does not speak of this widget. */
export function wanted(fragment, model) {
  const group = groups(fragment).find(([name]) => name === model.name);
  if (!group) return null;
  const asked = Object.fromEntries(group[1]);
  return model.controls.map(({ name, values, start }) => {
    const index = values.findIndex((value) => String(value) === asked[name]);
    return index < 0 ? start : index;
  });
}

/** The fragment with this widget's positions put first and those of other widgets kept. */
export function fragment(current, model, indices) {
  const own = model.controls.map(({ name, values }, i) => [name, String(values[indices[i]])]);
  const others = groups(current).filter(([name]) => name !== model.name);
  const pairs = [[model.name, own], ...others].flatMap(([name, rest]) => [["explore", name], ...rest]);
  return `#${new URLSearchParams(pairs)}`;
}
