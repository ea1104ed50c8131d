// Long tables sort, search, filter and turn pages in the page; without this script they are plain tables.
// A number is found however it is written: $3,400.9 is 3400.9, and 51.8 % is 51.8. The search uses this, too.
const alike = (text) =>
  text
    .replace(/US dollars/gi, "US$")
    .replace(/(US)?\$\s*(?=\d)/g, "")
    .replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
    .replace(/(\d)\s*%/g, "$1");

document.addEventListener("DOMContentLoaded", () => {
  // What is typed and what is searched become alike, also in columns of numbers.
  DataTable.util.diacritics(alike);
  DataTable.type("num", "search", alike);
  const asked = new URLSearchParams(location.search);
  const tables = [];
  for (const element of document.querySelectorAll("table.data.long")) {
    const rows = element.tBodies[0].rows.length;
    const table = new DataTable(element, {
      autoWidth: false,
      info: rows > 50,
      lengthChange: false,
      order: [],
      pageLength: 25,
      paging: rows > 50,
      language: { search: "Search in this table:" },
    });
    const filters = Object.assign(document.createElement("div"), { className: "filters" });
    element.closest(".data-table").before(filters);
    table.columns("[data-filter]").every(function () {
      // A filter that is chosen is in the address, which can be passed on: ?why=corrected&in=Table 1.
      const word = this.header().dataset.filter;
      const texts = [...new Set(this.nodes().toArray().map((cell) => cell.textContent.trim()))].filter(Boolean);
      const label = document.createElement("label");
      const select = document.createElement("select");
      label.append(`${this.nodes()[0].dataset.label ?? word}: `, select);
      select.append(new Option("all", ""), ...texts.sort(new Intl.Collator("en", { numeric: true }).compare).map((text) => new Option(text)));
      filters.append(label);
      const choose = (value) => {
        // All of some words: "corrected" finds "corrected, proved", and "Table 1" not "Table 10".
        const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        this.search(value && `(^|\\W)${escaped}(\\W|$)`, { regex: true, smart: false }).draw();
      };
      select.addEventListener("change", () => {
        choose(select.value);
        if (select.value) asked.set(word, select.value);
        else asked.delete(word);
        history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
      });
      const wanted = asked.get(word);
      if (!wanted) return;
      // A verdict has a sign before it, and an economy its code behind its name.
      const known = texts.find((text) => text === wanted || text.replace(/^\W+/, "") === wanted || text.endsWith(` ${wanted}`));
      if (!known) select.add(new Option(wanted));
      select.value = known ?? wanted;
      choose(wanted);
      // What an address asks for is in view, however far down the table is.
      if (!location.hash) filters.scrollIntoView();
    });
    tables.push(table);
    // A page may have two tables.
    table.table().container().querySelector("nav")?.setAttribute("aria-label", `Pages of: ${element.caption.textContent}`);
    // On paper a table has no pages of its own.
    window.addEventListener("beforeprint", () => table.page.len(-1).draw());
    window.addEventListener("afterprint", () => table.page.len(25).draw());
    // DataTables fixes an event's `delegateTarget`, which the script of the copy buttons, on the body, takes for its own.
    element.addEventListener("click", (event) => event.stopPropagation());
  }
  const show = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const named = () => document.getElementById(id);
    // The address of a row may name one on a page of the table that is not open.
    for (const table of tables) {
      const place = table.rows({ order: "applied" }).nodes().toArray().findIndex((row) => id && row.id === id);
      if (place < 0) continue;
      table.search("").columns().search("");
      table.page(Math.floor(place / table.page.len())).draw("page");
      document.querySelectorAll("tr.cited").forEach((row) => row.classList.remove("cited"));
      named().classList.add("cited");
      named().scrollIntoView({ block: "center" });
    }
    // That of a number of a printed table opens what is known of it, and that of a claim why it holds.
    document.getElementById(`why-${id}`)?.showPopover();
    const folded = named()?.closest("details") ?? (named()?.tagName === "LI" && named().querySelector("details"));
    if (folded) folded.open = true;
    // The head of the page covers nothing that an address names.
    if (["BUTTON", "LI", "TR"].includes(named()?.tagName)) named().scrollIntoView({ block: "center" });
  };
  window.addEventListener("hashchange", show);
  show();
});
