// The list of paper/index.html is data, from which its rows are made: as HTML it would be twice as long.
{
  const data = JSON.parse(document.getElementById("paper-list").textContent);
  const body = document.querySelector("table.found").tBodies[0];
  const heads = [...body.parentElement.tHead.rows[0].cells].map((cell) => cell.textContent);
  const mark = (kind, word, words) => Object.assign(document.createElement("span"), { className: `${kind} ${word}`, textContent: words[word] });
  for (const [kind, what, address, amount, verdict, ground, economy, places, section] of data.rows) {
    const link = Object.assign(document.createElement("a"), { href: `../${address}`, textContent: what });
    const cells = [
      kind,
      link,
      amount,
      verdict && mark("verdict", verdict, data.verdicts),
      ground && mark("ground", ground, data.grounds),
      economy,
      places,
      section,
    ];
    const row = body.insertRow();
    cells.forEach((cell, i) => {
      const made = row.insertCell();
      made.dataset.label = heads[i];
      made.append(cell);
    });
  }
}
