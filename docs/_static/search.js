// Part of Sphinx's search, which skips whole numbers and takes 51.8 for two words: here a number is a word.
splitQuery = (query) => query.match(/\d+(?:\.\d+)+|[\p{Letter}\p{Number}_]+/gu) || [];
const parseWords = Search._parseQuery;
Search._parseQuery = (query) => {
  const parsed = parseWords(query);
  for (const number of splitQuery(query).filter((word) => /^\d+$/.test(word))) {
    parsed[1].add(number);
    parsed[3].add(number);
  }
  return parsed;
};
// Of pages that have a word alike, those that answer questions come before those that list.
const ANSWERS = ["generated/claims", "trust", "causes", "citing", "metrics"];
Scorer.score = ([page, , , , score]) => score + (ANSWERS.includes(page) ? 3 : 0);
