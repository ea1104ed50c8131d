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
  const make = (tag, attributes, ...children) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  };
  // What is chosen is in the address, which can be passed on: ?why=corrected&in=Table 1.
  const remember = (word, value) => {
    if (value) asked.set(word, value);
    else asked.delete(word);
    history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
  };
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
    const filters = make("div", { className: "filters" });
    element.closest(".data-table").before(filters);
    // A list to choose from; `first` is chosen where the address asks for nothing.
    const choice = (word, label, options, search, first) => {
      const select = make("select", {}, new Option("all", ""), ...options);
      filters.append(make("label", {}, `${label}: `, select));
      select.addEventListener("change", () => {
        search(select.value);
        remember(word, select.value);
      });
      const wanted = asked.get(word) ?? first;
      if (!wanted) return;
      // A verdict has a sign before it, and an economy or an indicator its code behind its name.
      const isIt = ({ text, value }) => [text, value, text.replace(/^\W+/, "")].includes(wanted);
      const isNear = ({ text }) => (asked.has(word) ? text.endsWith(` ${wanted}`) : text.startsWith(`${wanted} `));
      const known = (options.find(isIt) ?? options.find(isNear))?.value;
      if (!known) select.add(new Option(wanted));
      select.value = known ?? wanted;
      search(select.value);
      // What an address asks for is in view, however far down the table is.
      if (asked.has(word) && !location.hash) filters.scrollIntoView();
    };
    table.columns("[data-filter]").every(function () {
      const { filter, first } = this.header().dataset;
      const texts = [...new Set(this.nodes().toArray().map((cell) => cell.textContent.trim()))].filter(Boolean);
      const options = texts.sort(new Intl.Collator("en", { numeric: true }).compare).map((text) => new Option(text));
      const search = (value) => {
        // All of some words: "corrected" finds "corrected, proved", and "Table 1" not "Table 10".
        const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        this.search(value && `(^|\\W)${escaped}(\\W|$)`, { regex: true, smart: false }).draw();
      };
      choice(filter, this.nodes()[0].dataset.label ?? filter, options, search, first);
    });
    // The counts above a dataset's table lead to the rows that have such a number.
    const grounds = [...document.querySelectorAll("a.ground[href^='?why=']")];
    if (grounds.length > 1 && element.closest(".framed")) {
      const options = grounds.map((link) => new Option(link.textContent.replace(/^[\d,]+ /, ""), link.getAttribute("href").slice(5)));
      const has = (value, row) => !value || table.row(row).node().querySelector(`a.evidence.${value}`);
      choice("why", "Why we trust it", options, (value) => table.search.fixed("why", (text, data, row) => Boolean(has(value, row))).draw());
    }
    // The rows that are shown, with the codes and the exact numbers of the data.
    const textOf = (cell) => cell.dataset.order ?? (cell.querySelector(".code") ?? cell.querySelector("a.evidence, .dt-column-title") ?? cell).textContent.trim();
    const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const save = make("button", { type: "button" }, "These rows as CSV");
    save.addEventListener("click", () => {
      const shown = table.rows({ search: "applied", order: "applied" }).nodes().toArray();
      const lines = [element.tHead.rows[0], ...shown].map((row) => [...row.cells].map(textOf).map(quoted).join(","));
      const file = new Blob([`${lines.join("\n")}\n`], { type: "text/csv" });
      make("a", { href: URL.createObjectURL(file), download: "rows.csv" }).click();
    });
    const below = element.closest(".data-table");
    if (!below.nextElementSibling?.matches(".files")) below.after(make("p", { className: "files" }));
    below.nextElementSibling.prepend(save);
    tables.push(table);
    // A page may have two tables.
    table.table().container().querySelector("nav")?.setAttribute("aria-label", `Pages of: ${element.caption.textContent}`);
    // On paper a table has no pages of its own.
    window.addEventListener("beforeprint", () => table.page.len(-1).draw());
    window.addEventListener("afterprint", () => table.page.len(25).draw());
    // DataTables fixes an event's `delegateTarget`, which the script of the copy buttons, on the body, takes for its own.
    element.addEventListener("click", (event) => event.stopPropagation());
  }
  // Of several charts one is shown, and with it the rows of its indicator.
  for (const box of document.querySelectorAll(".charts:has(figure + figure)")) {
    const charts = [...box.querySelectorAll("figure.chart")];
    const select = make("select", {}, ...charts.map((chart) => new Option(chart.dataset.kind)));
    const rows = [...document.querySelectorAll(".filters select")].find(({ labels }) => labels[0].textContent.startsWith("Indicator"));
    const show = () => charts.forEach((chart) => (chart.hidden = chart.dataset.kind !== select.value));
    const chosen = (kind) => [...(rows?.options ?? [])].find(({ value }) => value.startsWith(kind));
    select.addEventListener("change", () => {
      show();
      const option = chosen(select.value);
      if (!option) return;
      rows.value = option.value;
      rows.dispatchEvent(new Event("change"));
    });
    const linked = charts.find((chart) => `#${chart.id}` === location.hash);
    select.value = (linked ?? charts.find((chart) => rows?.value.startsWith(chart.dataset.kind)) ?? charts[0]).dataset.kind;
    show();
    box.prepend(make("p", { className: "filters" }, make("label", {}, "Chart: ", select)));
  }
  const show = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const named = () => document.getElementById(id);
    // The address of a row may name one on a page of the table that is not open.
    for (const table of tables) {
      const isNamed = (row) => id && row.id === id;
      if (!table.rows().nodes().toArray().some(isNamed)) continue;
      table.search("").columns().every(function () {
        this.search("");
      });
      table.search.fixed("why", null);
      document.querySelectorAll(".filters:has(+ .data-table) select").forEach((select) => (select.value = ""));
      table.draw();
      const place = table.rows({ order: "applied" }).nodes().toArray().findIndex(isNamed);
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
