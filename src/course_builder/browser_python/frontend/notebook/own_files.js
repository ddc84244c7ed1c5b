// Files of the reader's own go to the notebook's Python and nowhere else; a new cell reads what has come.
const ENDINGS = ".csv,.tsv,.txt,.gz,.zip,.toml";
const READ = /\.(csv|tsv|txt)$/i; // by data.own; the others are for a report

export function chooseFiles(panel, notices, NotebookActions) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ENDINGS;
  input.multiple = true;
  input.addEventListener("change", () => give([...input.files], panel, notices, NotebookActions));
  input.click();
}

async function give(files, panel, notices, NotebookActions) {
  for (const file of files) {
    notices.show("file", `${file.name} is being read …`, []);
    try {
      await window.marketingOriginStart.give(file.name, new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      notices.show("file", `${file.name} could not be read: ${error.message}`);
      return;
    }
  }
  const names = files.map(({ name }) => name);
  const tables = names.filter((name) => READ.test(name));
  const [are, them] = names.length > 1 ? ["are", "they are"] : ["is", "it is"];
  notices.show(
    "file",
    `${names.join(", ")} ${are} in this notebook's Python and nowhere else: nothing leaves this device, and with this ` +
      `page ${them} gone.`,
    [...(tables.length ? [["Read it in a new cell", () => readInCell(panel, tables, NotebookActions)]] : []), ["Close", () => {}]],
  );
}

function readInCell(panel, names, NotebookActions) {
  NotebookActions.insertBelow(panel.content);
  const reads = names.map((name) => `data.own(${JSON.stringify(name)})`);
  const mine = reads.length > 1 ? `[${reads.join(", ")}]` : reads[0];
  panel.content.activeCell.model.sharedModel.setSource(`from marketing_origin import data\n\nmine = ${mine}\nmine`);
  panel.content.activate();
}
