// Files of the reader's own, given to Python in a page and in a notebook alike: they go there and nowhere else.
export const ENDINGS = ".csv,.tsv,.txt,.gz,.zip,.xlsx,.xlsm,.xlsb,.xls,.ods,.toml";

// All but a report's answers are tables.
export const isTable = ({ name }) => !/\.toml$/i.test(name);

// Gives Python one file after another and tells how it goes; returns whether all have come.
export async function handOver(files, give, tell) {
  for (const file of files) {
    tell(`${file.name} is being read …`);
    try {
      await give(file.name, new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      tell(`${file.name} could not be read: ${error.message}`);
      return false;
    }
  }
  return true;
}

// Says where the files are now; `place` is what has Python, a page or a notebook.
export function whereTheyAre(files, place) {
  const [are, them] = files.length > 1 ? ["are", "they are"] : ["is", "it is"];
  return (
    `${files.map(({ name }) => name).join(", ")} ${are} in this ${place}'s Python and nowhere else: nothing leaves this ` +
    `device, and with this page ${them} gone.`
  );
}
