// Sphinx's search, so that Chinese is found: its index holds single characters and pairs of them, and so does a query.
// Loaded after searchtools.js. What course_builder/search.py indexes and what is asked for here must agree.
const HAN = /[\u3400-\u9fff\uf900-\ufaff]/u;
const sphinxTerms = Search.performTermsSearch;
const sphinxSummary = Search.makeSearchSummary;

// "CLV客户价值" is asked for as CLV, 客户, 户价, 价值; a single 客 as itself.
splitQuery = (query) =>
  (query.match(/[\u3400-\u9fff\uf900-\ufaff]+|[\p{Letter}\p{Number}_]+/gu) ?? [])
    .flatMap((run) => run.match(/[\u3400-\u9fff\uf900-\ufaff]+|[^\u3400-\u9fff\uf900-\ufaff]+/gu))
    .flatMap((run) => (HAN.test(run) && run.length > 2 ? [...run].slice(1).map((sign, i) => run[i] + sign) : [run]));

// Sphinx lets a page pass that lacks words shorter than three characters: each Chinese one is asked for by itself.
Search.performTermsSearch = (words, excluded) => {
  const chinese = [...words].filter((word) => HAN.test(word));
  const others = new Set([...words].filter((word) => !HAN.test(word)));
  const asked = [...chinese.map((word) => new Set([word])), ...(others.size ? [others] : [])];
  const found = asked.map((some) => new Map(sphinxTerms(some, excluded).map((result) => [result[0], result])));
  const [first = new Map(), ...rest] = found;
  return [...first].filter(([page]) => rest.every((pages) => pages.has(page))).map(([, result]) => result);
};

// The excerpt is of the place where the whole query stands, if there is one. (Sphinx takes the last word that it finds.)
Search.makeSearchSummary = (text, words, anchor) => {
  const query = new URLSearchParams(location.search).get("q").trim();
  return sphinxSummary(text, [...words, query], anchor);
};
