// Long tables sort, search, filter and turn pages in the page; without this script they are plain tables.
document.addEventListener("DOMContentLoaded", () => {
  const asked = new URLSearchParams(location.search);
  // A filter that is chosen is in the address, which can be passed on.
  const keep = (name, value) => {
    if (value) asked.set(name, value);
    else asked.delete(name);
    const query = asked.size ? `?${asked}` : location.pathname;
    history.replaceState(null, "", query);
  };
  const tables = [...document.querySelectorAll("table.data.long")].map((element) => {
    const rows = element.tBodies[0].rows.length;
    const heads = [...element.tHead.rows[0].cells];
    const names = heads.map((cell) => cell.firstChild.textContent.trim());
    const filtered = heads.flatMap((cell, i) => ("filter" in cell.dataset ? [i] : []));
    // What an address calls each column: a short word where the page has one.
    const words = heads.map((cell) => cell.dataset.filter);
    const table = new DataTable(element, {
      autoWidth: false,
      info: rows > 50,
      lengthChange: false,
      order: [],
      pageLength: 25,
      paging: rows > 50,
      searching: rows > 20 || filtered.length > 0,
      language: { search: "Search in this table:" },
    });
    const filters = document.createElement("div");
    filters.className = "filters";
    for (const i of filtered) {
      // Each text, and by what it is sorted: 2 before 10, and the paper's sections in its order.
      const texts = new Map();
      for (const cell of table.column(i).nodes().toArray()) {
        const text = cell.textContent.trim();
        if (text) texts.set(text, cell.dataset.order ?? text);
      }
      const sorted = [...texts.keys()].sort((one, other) => texts.get(one).localeCompare(texts.get(other), "en", { numeric: true }));
      const select = filters.appendChild(document.createElement("label")).appendChild(document.createElement("select"));
      select.before(`${names[i]}: `);
      select.append(new Option("all", ""), ...sorted.map((text) => new Option(text, text)));
      select.addEventListener("change", () => {
        table.column(i).search(select.value, { exact: !!select.value }).draw();
        keep(words[i], select.value);
      });
      // An address such as ?why=corrected&in=Table 1 shows the numbers that a count counts: all with these words.
      const wanted = asked.get(words[i]);
      if (!wanted) continue;
      const fitting = sorted.filter((text) => text === wanted || text.replace(/^\W+/, "") === wanted);
      if (!fitting.length) select.add(new Option(wanted, wanted));
      select.value = fitting[0] ?? wanted;
      const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      table.column(i).search(`(^|\\W)${escaped}(\\W|$)`, { regex: true, smart: false }).draw();
    }
    // Of a dataset, the rows that have a number which is trusted for one reason.
    const whys = [...element.tBodies[0].rows].map((row) => row.dataset.why?.split(";") ?? []);
    const reasons = [...new Set(whys.flat())].sort();
    if (reasons.length > 1) {
      const select = filters.appendChild(document.createElement("label")).appendChild(document.createElement("select"));
      select.before("why we trust it: ");
      select.append(new Option("all", ""), ...reasons.map((reason) => new Option(reason, reason)));
      const numbers = [...element.querySelectorAll("a.evidence")];
      const choose = () => {
        table.search.fixed("why", (_, __, i) => !select.value || whys[i].includes(select.value)).draw();
        for (const number of numbers) number.classList.toggle("asked", number.title === select.value);
      };
      select.addEventListener("change", () => {
        choose();
        keep("why", select.value);
      });
      if (reasons.includes(asked.get("why"))) {
        select.value = asked.get("why");
        choose();
      }
    }
    element.closest(".data-table").before(filters);
    // A page may have two tables.
    table.table().container().querySelector("nav")?.setAttribute("aria-label", `Pages of: ${element.caption.textContent}`);
    // DataTables fixes an event's `delegateTarget`, which the script of the copy buttons, on the body, takes for its own.
    element.addEventListener("click", (event) => event.stopPropagation());
    return table;
  });
  // On paper a table has no pages of its own.
  const lengths = tables.map((table) => table.page.len());
  window.addEventListener("beforeprint", () => tables.forEach((table) => table.page.len(-1).draw()));
  window.addEventListener("afterprint", () => tables.forEach((table, i) => table.page.len(lengths[i]).draw()));
  // The address of a row may name one on a page of the table that is not open.
  const show = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const noted = document.getElementById(id)?.closest("li[id^='note-']");
    if (noted) {
      // A note is read from the heading of its card; the next tab leads from it back to its number.
      noted.closest("article.note").scrollIntoView();
      noted.tabIndex = -1;
      noted.focus({ preventScroll: true });
    }
    for (const table of tables) {
      const place = table.rows({ order: "applied" }).nodes().toArray().findIndex((row) => row.id === id);
      if (!id || place < 0) continue;
      table.search("").columns().search("");
      table.page(Math.floor(place / table.page.len())).draw("page");
      document.querySelectorAll("tr.cited").forEach((row) => row.classList.remove("cited"));
      const row = document.getElementById(id);
      row.classList.add("cited");
      row.scrollIntoView({ block: "center" });
    }
  };
  window.addEventListener("hashchange", show);
  show();
});
