// Search in sections.js: parts with all words first, whole words and numbers before parts of them, rare before frequent.
document.addEventListener("DOMContentLoaded", () => {
  const asked = new URLSearchParams(location.search).get("q") ?? "";
  const query = alike(asked);
  const wordsOf = (text) => text.toLowerCase().match(/\d+(?:[.,]\d+)*|\p{L}+/gu) ?? [];
  const fit = (word, wanted) => {
    // 8,640 is 8640, and 24.10 nearly what 24.1 is.
    const plain = word.replaceAll(",", "");
    if (plain === wanted) return 10;
    if (Number(plain) === Number(wanted)) return 7;
    if (/\d/.test(wanted) || wanted.length < 3) return 0;
    return word.startsWith(wanted) ? 5 : word.length > 3 && wanted.startsWith(word) ? 4 : word.includes(wanted) ? 1 : 0;
  };
  const best = (words, wanted) => Math.max(0, ...[...words].map((word) => fit(word, wanted)));
  // A single letter or digit is everywhere: it counts only in the phrase.
  const all = [...new Set(wordsOf(query))];
  const long = all.filter((word) => word.length > 1);
  const wanted = long.length ? long : all;
  if (!wanted.length) return;
  const found = Object.entries(PAGES).flatMap(([page, [title, parts]]) => parts.map(([anchor, heading, text]) => {
    const [words, heads] = [new Set(wordsOf(text)), new Set(wordsOf(`${title} ${heading}`))];
    return { page, title, anchor, heading, text, scores: wanted.map((one) => best(words, one) + best(heads, one)) };
  }));
  const rarity = wanted.map((_, i) => Math.log((found.length + 1) / (found.filter(({ scores }) => scores[i] > 1).length + 1)));
  const exact = query.trim().toLowerCase().replace("()", "");
  const pages = new Map();
  for (const part of found) {
    const share = part.scores.filter(Boolean).length / wanted.length;
    const hasPhrase = alike(part.text).toLowerCase().includes(exact);
    if (!share || (!long.length && !hasPhrase)) continue;
    part.score = part.scores.reduce((sum, one, i) => sum + one * rarity[i], 0) * share ** 2;
    if (hasPhrase) part.score *= 1.5;
    // A number of the paper comes before the claims about it, which begin with a verdict or with our check.
    if (/\d/.test(exact) && !part.page.includes("world_development") && !/^([✓✎÷≈○✗]|our check)/.test(part.heading)) part.score *= 2;
    // Lists of everything and references come after pages that answer.
    part.score /= 1 + part.text.length / 10000;
    if (/^changelog|\/api\//.test(part.page)) part.score *= 0.6;
    if (`.${part.anchor.toLowerCase()}`.endsWith(`.${exact}`)) part.score += 1000;
    pages.set(part.page, [...(pages.get(part.page) ?? []), part]);
  }
  const ranked = [...pages.values()].map((parts) => parts.sort((a, b) => b.score - a.score)).sort((a, b) => b[0].score - a[0].score);
  const make = (tag, text, attributes = {}) => Object.assign(document.createElement(tag), { textContent: text }, attributes);
  const list = make("ol", "");
  for (const parts of ranked.slice(0, 20)) {
    const item = list.appendChild(make("li", ""));
    const address = ({ page, anchor }) => `${page}.html#${anchor}`;
    item.append(make("a", parts[0].title, { href: address(parts[0]) }));
    for (const part of parts.slice(0, 4)) {
      if (part.heading && part.heading !== part.title) item.append(make("a", part.heading, { href: address(part), className: "section" }));
      const spans = [...part.text.matchAll(/\d+(?:[.,]\d+)*|\p{L}+/gu)].map((one) => [one.index, one[0], Math.max(...wanted.map((word) => fit(one[0].toLowerCase(), word)))]);
      const [at, word] = spans.sort((a, b) => b[2] - a[2])[0] ?? [0, ""];
      const excerpt = item.appendChild(make("p", ""));
      excerpt.append("… ", part.text.slice(Math.max(0, at - 80), at), make("mark", word), part.text.slice(at + word.length, at + word.length + 120), " …");
    }
  }
  const count = ranked.length === 1 ? "1 page" : `${ranked.length} pages`;
  document.getElementById("search-results").replaceChildren(make("p", `${count} found for “${asked}”.`, { className: "search-summary" }), list);
  document.querySelectorAll("form.bd-search input").forEach((field) => (field.value = asked));
});
