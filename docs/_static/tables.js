// Long tables sort and search in the page; without this script they are plain tables.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("table.data.long").forEach((table) => {
    const rows = table.tBodies[0].rows.length;
    const region = table.closest(".scroll");
    new DataTable(table, {
      autoWidth: false,
      info: rows > 10,
      lengthChange: false,
      order: [],
      pageLength: 25,
      paging: rows > 25,
      searching: rows > 10,
      language: { search: "Search in this table:" },
    });
    // The region that scrolls is the table alone, so that search and pages stay in view.
    const scroller = document.createElement("div");
    scroller.className = "scroll-inner";
    table.before(scroller);
    scroller.append(table);
    for (const name of ["role", "aria-label", "tabindex"]) {
      scroller.setAttribute(name, region.getAttribute(name));
      region.removeAttribute(name);
    }
    region.classList.remove("scroll");
    // DataTables fixes an event's `delegateTarget`, which the script of the copy buttons, on the body, takes for its own.
    scroller.addEventListener("click", (event) => event.stopPropagation());
  });
});
