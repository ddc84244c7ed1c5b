// The claims ledger's filter: hides what does not fit, says how many are shown, keeps the choice in the address.
const form = document.querySelector(".mo-ledger-find");
const count = document.querySelector(".mo-ledger-count");
const claims = [...document.querySelectorAll(".mo-claim")];
const fields = ["words", "verdict", "chapter", "evidence"];

// Traditional characters of the training texts are found by the simplified ones, and the other way round.
const pairs = "價价傳传們们獲获顧顾現现導导對对時时減减潤润滿满終终統统複复變变買买購购銷销間间驟骤戶户務务業业關关發发週周績绩費费員员營营會会標标數数據据質质體体產产經经濟济壞坏開开離离從从應应該该還还個个來来說说為为與与過过後后讓让誤误詞词語语倂并";
const simple = new Map(pairs.match(/../gu).map(([from, to]) => [from, to]));
const plain = (text) => [...text.normalize("NFKC").toLowerCase()].map((sign) => simple.get(sign) ?? sign).join("");
const texts = new Map(claims.map((claim) => [claim, plain(claim.textContent)]));

function fits(claim) {
  const { words, verdict, chapter, evidence } = Object.fromEntries(fields.map((name) => [name, form[name].value]));
  return (
    (!verdict || claim.dataset.verdict === verdict) &&
    (!evidence || claim.dataset.evidence === evidence) &&
    (!chapter || claim.dataset.chapter.split(" ").includes(chapter)) &&
    plain(words).split(/\s+/u).every((word) => texts.get(claim).includes(word))
  );
}

function filter() {
  for (const claim of claims) claim.hidden = !fits(claim);
  const left = claims.filter((claim) => !claim.hidden).length;
  const all = left === claims.length;
  count.textContent = all ? `${left} claims` : left ? `${left} of ${claims.length} claims` : "No claim fits. “Show all” brings them back.";
}

// "#verdict=folklore&words=CLV" is a choice, "#C14" one claim; a claim that is asked for is shown and unfolded.
function fromAddress() {
  const said = decodeURIComponent(location.hash.slice(1));
  const chosen = new URLSearchParams(said.includes("=") ? location.hash.slice(1) : "");
  for (const name of fields) form[name].value = chosen.get(name) ?? "";
  filter();
  const claim = claims.find(({ id }) => id === said);
  if (!claim) return;
  claim.querySelector("details").open = true;
  claim.scrollIntoView();
}

function toAddress() {
  const chosen = new URLSearchParams(fields.filter((name) => form[name].value).map((name) => [name, form[name].value]));
  history.replaceState(null, "", chosen.size ? `#${chosen}` : location.pathname + location.search);
  filter();
}

form.addEventListener("input", toAddress);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(toAddress));
addEventListener("hashchange", fromAddress);
fromAddress();
