// A number of a printed table is explained where it stands; without this script its link leads to the list below the table.
document.addEventListener("DOMContentLoaded", () => {
  const details = [...document.querySelectorAll("details.register, .findings > li:not(.holds) details")];
  if (!details.length) return;
  const panel = document.createElement("aside");
  panel.className = "reading";
  panel.setAttribute("aria-live", "polite");
  panel.hidden = true;
  document.querySelector(".bd-article").append(panel);
  const close = () => {
    panel.hidden = true;
    document.querySelectorAll("a.cell.cited").forEach((cell) => cell.classList.remove("cited"));
  };
  const explain = (item) => {
    const whole = item.closest("article.why");
    const shown = whole.cloneNode(true);
    const own = [...whole.querySelectorAll("li")].indexOf(item);
    shown.querySelectorAll("li").forEach((one, i) => i === own || one.remove());
    shown.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
    const button = Object.assign(document.createElement("button"), { textContent: "Close", className: "close" });
    button.addEventListener("click", close);
    // What it is comes first, then why.
    shown.prepend(shown.querySelector("ul"));
    panel.replaceChildren(button, shown);
    panel.hidden = false;
  };
  // With this script the address of a number is its cell; without it, its line in the list.
  const lines = new Map();
  for (const cell of document.querySelectorAll("a.cell")) {
    const line = document.getElementById(cell.hash.slice(1));
    lines.set(cell, line);
    cell.id = line.id;
    line.removeAttribute("id");
    line.querySelector("a").href = cell.hash;
  }
  const show = () => {
    close();
    const found = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!found) return;
    if (lines.has(found)) {
      found.classList.add("cited");
      explain(lines.get(found));
      found.focus({ preventScroll: true });
      return;
    }
    if (found.tagName !== "LI") return;
    const folded = found.closest("details") ?? found.querySelector("details");
    if (!folded) return;
    folded.open = true;
    found.scrollIntoView({ block: "center" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.cell");
    if (!link) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    show();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  window.addEventListener("hashchange", show);
  show();
  // On paper everything is open but why a claim holds.
  const open = details.map((one) => one.open);
  window.addEventListener("beforeprint", () => {
    details.forEach((one, i) => {
      open[i] = one.open;
      one.open = true;
    });
  });
  window.addEventListener("afterprint", () => details.forEach((one, i) => (one.open = open[i])));
});
