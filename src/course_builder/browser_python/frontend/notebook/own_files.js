// Files of the reader's own, chosen from the notebook's toolbar; a new cell reads what has come.
import { ENDINGS, handOver, isTable, whereTheyAre } from "../given_files.js";

export function chooseFiles(panel, notices, NotebookActions) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ENDINGS;
  input.multiple = true;
  input.addEventListener("change", () => give([...input.files], panel, notices, NotebookActions));
  input.click();
}

async function give(files, panel, notices, NotebookActions) {
  const tell = (words, buttons) => notices.show("file", words, buttons);
  if (!(await handOver(files, window.marketingOriginStart.give, tell))) return;
  const tables = files.filter(isTable).map(({ name }) => name);
  const read = ["Read it in a new cell", () => readInCell(panel, tables, NotebookActions)];
  tell(whereTheyAre(files, "notebook"), [...(tables.length ? [read] : []), ["Close", () => {}]]);
}

function readInCell(panel, names, NotebookActions) {
  NotebookActions.insertBelow(panel.content);
  const reads = names.map((name) => `data.own(${JSON.stringify(name)})`);
  const mine = reads.length > 1 ? `[${reads.join(", ")}]` : reads[0];
  panel.content.activeCell.model.sharedModel.setSource(`from marketing_origin import data\n\nmine = ${mine}\nmine`);
  panel.content.activate();
}
