// The claims ledger's filter: hides what does not fit, says how many are shown, keeps the choice in the address.
// Looked up each time: when a reader runs the cell again, the page hides this list and shows another one.
const ledger = () => [...document.querySelectorAll(".mo-ledger")].findLast((list) => list.offsetParent);
const form = () => ledger().querySelector(".mo-ledger-find");
const all = () => [...ledger().querySelectorAll(".mo-claim")];
const fields = ["words", "verdict", "chapter", "evidence"];
// The style shows the filter once this runs: a page opened as a file has no such scripts.
document.documentElement.dataset.ledger = "";

// Traditional characters of the training texts are found by the simplified ones, and the other way round.
const pairs = "價价傳传們们獲获顧顾現现導导對对時时減减潤润滿满終终統统複复變变買买購购銷销間间驟骤戶户務务業业關关發发週周績绩費费員员營营會会標标數数據据質质體体產产經经濟济壞坏開开離离從从應应該该還还個个來来說说為为與与過过後后讓让誤误詞词語语倂并";
const simple = new Map(pairs.match(/../gu).map(([from, to]) => [from, to]));
const plain = (text) => [...text.normalize("NFKC").toLowerCase()].map((sign) => simple.get(sign) ?? sign).join("");
const texts = new WeakMap();
function text(claim) {
  if (!texts.has(claim)) texts.set(claim, plain(claim.textContent));
  return texts.get(claim);
}

function fits(claim, { words, verdict, chapter, evidence }) {
  return (
    (!verdict || claim.dataset.verdict === verdict) &&
    (!evidence || claim.dataset.evidence === evidence) &&
    (!chapter || claim.dataset.chapter.split(" ").includes(chapter)) &&
    plain(words).split(/\s+/u).every((word) => text(claim).includes(word))
  );
}

function filter() {
  const claims = all();
  const chosen = Object.fromEntries(fields.map((name) => [name, form()[name].value]));
  for (const claim of claims) claim.hidden = !fits(claim, chosen);
  const left = claims.filter((claim) => !claim.hidden).length;
  const some = left ? `${left} of ${claims.length} claims` : "No claim fits. “Show all” brings them back.";
  ledger().querySelector(".mo-ledger-count").textContent = left === claims.length ? `${left} claims` : some;
}

// "#verdict=folklore&words=CLV" is a choice, "#C14" one claim; a claim that is asked for is shown and unfolded.
function fromAddress() {
  const said = location.hash.slice(1);
  const claim = all().find(({ id }) => id === said);
  if (said && !claim && !said.includes("=")) return; // another place on the page
  const chosen = new URLSearchParams(said.includes("=") ? said : "");
  for (const name of fields) form()[name].value = chosen.get(name) ?? "";
  filter();
  if (!claim) return;
  claim.querySelector("details").open = true;
  claim.scrollIntoView();
}

function toAddress() {
  const chosen = new URLSearchParams(fields.map((name) => [name, form()[name].value]).filter(([, value]) => value));
  history.replaceState(null, "", chosen.size ? `#${chosen}` : location.pathname + location.search);
  filter();
}

const within = (event) => event.target.closest(".mo-ledger-find");
document.addEventListener("input", (event) => within(event) && toAddress());
document.addEventListener("submit", (event) => within(event) && event.preventDefault());
// A reset empties the fields after it has been told.
document.addEventListener("reset", (event) => within(event) && setTimeout(toAddress));
addEventListener("hashchange", fromAddress);
fromAddress();
