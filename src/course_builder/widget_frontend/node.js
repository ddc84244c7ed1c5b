// What Python asks of the front end through Node: JSON on standard input, the answer on standard output.
import { readFileSync } from "node:fs";
import { stateAt, unpack } from "./grid.js";
import { nameClips } from "./lines.js";
import { firstPicture, widget } from "./markup.js";

const COMMANDS = {
  // The HTML of each widget with its first picture; `place` is the widget's own on its page.
  draw: (models) =>
    JSON.stringify(
      models.map((model) => {
        nameClips(model.place);
        return widget(model, firstPicture(model.state), true);
      }),
    ),
  // The states of packed grids, for the tests: [{grid, states}, …] -> [[state, …], …].
  unpack: async (asked) =>
    JSON.stringify(
      await Promise.all(
        asked.map(async ({ grid, states }) => {
          const unpacked = await unpack(grid);
          return Array.from({ length: states }, (_, i) => stateAt(unpacked, i));
        }),
      ),
    ),
};

process.stdout.write(await COMMANDS[process.argv[2]](JSON.parse(readFileSync(0, "utf8"))));
