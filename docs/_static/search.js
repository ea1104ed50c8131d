// Search in sections.js: parts with all words first, whole words and numbers before parts of them.
const PAGES = 20;
const PARTS_OF_A_PAGE = 4;
// Of pages that have a word alike, those that answer questions come before those that list.
const ANSWERS = ["scale", "infrastructure", "conclusion", "trust", "causes", "citing", "metrics", "own_data", "CHN", "JPN", "KOR", "MNG", "RUS"];

// Who asks what has changed wants the changelog, which names nearly every word of the site.
const OF_CHANGES = /\b(chang(e|es|ed|elog)|renamed|removed|breaks|upgrade|release)\b/i;

// How much more a page counts that a query names: a dataset, else a function of any module.
function named(page, query) {
  const name = page.split("/").at(-1).replace(".html", "").toLowerCase();
  if (name === query && page.startsWith("generated/datasets/")) return 2000;
  const isFunction = page.startsWith("generated/api/");
  return isFunction && `.${name}`.endsWith(`.${query}`) ? 1000 : 0;
}

// 275, 51.8 and 7,057.6 are words.
const wordsOf = (text) => text.toLowerCase().match(/\d+(?:[.,]\d+)*|[\p{L}]+/gu) || [];

// How well one word of a part fits a word that is looked for.
function fit(word, wanted) {
  if (word === wanted) return 10;
  if (/\d/.test(wanted)) return word.includes(wanted) ? 1 : 0;
  if (wanted.length < 3) return 0;
  if (word.startsWith(wanted)) return 5;
  if (word.length > 3 && wanted.startsWith(word) && wanted.length - word.length < 4) return 4;
  return word.includes(wanted) ? 1 : 0;
}

// The best fit of each word that is looked for, in one part.
function fits(part, wanted) {
  part.words ??= [...new Set(wordsOf(part.text))];
  part.heads ??= new Set(wordsOf(`${part.heading} ${part.title}`));
  return wanted.map((one) => {
    const best = Math.max(0, ...part.words.map((word) => fit(word, one)));
    const inHead = Math.max(0, ...[...part.heads].map((word) => fit(word, one)));
    return best + inHead;
  });
}

function search(query) {
  const wanted = [...new Set(wordsOf(query))];
  const found = SECTIONS.map((part) => ({ part, scores: fits(part, wanted) }));
  // A rare word says more than a frequent one.
  const rarity = wanted.map((_, i) => {
    const having = found.filter(({ scores }) => scores[i] > 1).length;
    return Math.log((found.length + 1) / (having + 1));
  });
  const phrase = query.trim().toLowerCase();
  const exact = phrase.replace(/\(\)$/, "");
  const ofChanges = OF_CHANGES.test(query);
  const pages = new Map();
  for (const { part, scores } of found) {
    if (!scores.some(Boolean)) continue;
    const all = scores.filter(Boolean).length / wanted.length;
    let score = scores.reduce((sum, one, i) => sum + one * rarity[i], 0) * all * all;
    if (part.text.toLowerCase().includes(phrase)) score *= 1.5;
    const name = part.page.split("/").at(-1).replace(".html", "");
    if (ANSWERS.includes(name)) score *= 1.3;
    if (name === "changelog") score *= ofChanges ? 3 : 1 / 3;
    if (part.page.startsWith("generated/api/")) score *= 0.7;
    // A page of the gallery has code and a picture, and few words.
    if (part.page.startsWith("auto_gallery/")) score *= 0.8;
    // What is asked of the changelog may be anywhere in a long section.
    if (!(ofChanges && name === "changelog")) score /= 1 + part.text.length / 10000;
    score += named(part.page, exact);
    const page = pages.get(part.page) || { title: part.title, score: 0, parts: [] };
    page.score = Math.max(page.score, score);
    page.parts.push({ part, score });
    pages.set(part.page, page);
  }
  for (const page of pages.values()) page.parts.sort((a, b) => b.score - a.score);
  return { wanted, pages: [...pages.values()].sort((a, b) => b.score - a.score) };
}

function make(kind, text = "", attributes = {}) {
  const element = Object.assign(document.createElement(kind), attributes);
  element.textContent = text;
  return element;
}

// The words around the first that fits best, which is marked.
function excerpt(text, wanted) {
  const spans = [...text.matchAll(/\d+(?:[.,]\d+)*|[\p{L}]+/gu)];
  const rated = spans.map((span) => Math.max(...wanted.map((one) => fit(span[0].toLowerCase(), one))));
  const best = rated.indexOf(Math.max(...rated));
  const { 0: word, index } = spans[best];
  const from = text.lastIndexOf(" ", Math.max(0, index - 80)) + 1;
  const to = text.indexOf(" ", index + word.length + 120);
  const shown = make("p");
  shown.append(from ? "… " : "", text.slice(from, index), make("mark", word));
  shown.append(text.slice(index + word.length, to < 0 ? undefined : to), to < 0 ? "" : " …");
  return shown;
}

function show(query) {
  const { wanted, pages } = search(query);
  const results = document.getElementById("search-results");
  const count = pages.length || "No";
  const summary = make("p", `${count} pages found for “${query}”.`, { className: "search-summary" });
  const list = make("ol");
  for (const { title, parts } of pages.slice(0, PAGES)) {
    const item = list.appendChild(make("li"));
    item.append(make("a", title, { href: `${parts[0].part.page}#${parts[0].part.anchor}` }));
    for (const { part } of parts.slice(0, PARTS_OF_A_PAGE)) {
      const name = part.heading || part.row;
      if (name && name !== title) {
        item.append(make("a", name, { href: `${part.page}#${part.anchor}`, className: "section" }));
      }
      item.append(excerpt(part.text || name, wanted));
    }
  }
  results.replaceChildren(summary, list);
}

document.addEventListener("DOMContentLoaded", () => {
  const query = new URLSearchParams(location.search).get("q") || "";
  document.querySelectorAll("form.bd-search input").forEach((field) => (field.value = query));
  if (wordsOf(query).length) show(query);
});
