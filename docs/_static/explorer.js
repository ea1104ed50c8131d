// The chart of explorer.html. It is a small script and no library: lines, bands, breaks and links
// are all it draws, and a library that draws them is half a megabyte for one page.
(() => {
  const BREAK = 1, HOLLOW = 2, DOUBTFUL = 4, SERIOUS = 8;
  const data = JSON.parse(document.getElementById("explorer-data").textContent);
  const get = (name) => document.getElementById(`explorer-${name}`);
  const form = document.getElementById("explorer");
  const html = (tag, attributes = {}, ...children) => build(document.createElement(tag), attributes, children);
  const svg = (tag, attributes = {}, ...children) =>
    build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  const build = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const point = ([economy, year, value, low, high, state, address]) => ({ economy, year, value, low, high, state, address });
  const series = data.series.map((one) => ({ ...one, points: one.points.map(point) }));
  // All numbers of a series have the same decimals, so that they align: an index below 1 needs three.
  const decimalsOf = (points) => {
    const values = points.flatMap((p) => [p.value, p.low, p.high]).filter((value) => value !== null);
    const most = Math.max(...values.map((value) => String(value).split(".")[1]?.length ?? 0));
    const top = Math.max(...values.map(Math.abs));
    return Math.min(most, top >= 1e5 ? 0 : top >= 10 ? 2 : 3);
  };
  let decimals = 0;
  const number = (value) => value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const tickText = (value) => value.toLocaleString("en", value >= 1e6 ? { notation: "compact" } : { maximumFractionDigits: 3 });
  const shown = (p) => (p.value === null ? `${number(p.low)} to ${number(p.high)}` : number(p.value));
  const remarks = (p) =>
    [p.state & BREAK && "break", p.state & SERIOUS ? "in serious doubt" : p.state & DOUBTFUL && "in doubt", p.state & HOLLOW && "not printed"].filter(Boolean).join(", ");

  // The controls, and the address that holds what they say.
  const groups = new Map();
  for (const one of series) {
    if (!groups.has(one.dataset)) groups.set(one.dataset, html("optgroup", { label: one.dataset }));
    groups.get(one.dataset).append(html("option", { value: one.id }, one.label));
  }
  get("series").append(...groups.values());
  data.codes.forEach((code, i) => {
    const box = html("input", { type: "checkbox", value: code });
    get("economies").append(html("label", { class: `economy-${code}` }, box, ` ${data.names[i]}`), " ");
  });
  const boxes = [...get("economies").querySelectorAll("input")];
  const current = () => series.find((one) => one.id === get("series").value);
  const years = (one) => [...new Set(one.points.map((p) => p.year))].sort((a, b) => a - b);
  const fillYears = (from, to) => {
    const all = years(current());
    for (const [name, year] of [["from", from ?? all[0]], ["to", to ?? all.at(-1)]]) {
      get(name).replaceChildren(...all.map((one) => html("option", { value: one }, one)));
      get(name).value = all.includes(+year) ? year : name === "from" ? all[0] : all.at(-1);
    }
  };
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const known = series.some((one) => one.id === asked.get("indicator"));
    get("series").value = known ? asked.get("indicator") : "digital_economy_scale.scale_usd_bn";
    const codes = asked.get("economies")?.split(",") ?? data.codes.slice(0, 5);
    for (const box of boxes) box.checked = codes.includes(box.value);
    fillYears(asked.get("from"), asked.get("to"));
  };
  const write = () => {
    const codes = boxes.filter((box) => box.checked).map((box) => box.value);
    const asked = { indicator: get("series").value, economies: codes.join(","), from: get("from").value, to: get("to").value };
    history.replaceState(null, "", `#${new URLSearchParams(asked)}`);
  };

  const chart = (one, lines, from, to) => {
    const width = Math.min(get("chart").clientWidth || 900, 1000);
    const box = { left: 56, right: width - (width < 600 ? 12 : 180), top: 14, bottom: 340 };
    const isRank = one.unit === "rank";
    const all = lines.flatMap((line) => line.points.flatMap((p) => [p.value, p.low, p.high])).filter((v) => v !== null);
    let low = isRank ? 1 : Math.min(0, ...all), high = Math.max(...all);
    if (low === high) high = low + 1;
    const step = [1, 2, 2.5, 5, 10].map((n) => n * 10 ** Math.floor(Math.log10((high - low) / 5))).find((n) => (high - low) / n <= 6);
    const x = (year) => box.left + ((year - from) / Math.max(to - from, 1)) * (box.right - box.left);
    // Of ranks the best is on top.
    const part = (value) => (isRank ? value - low : high - value) / (high - low);
    const y = (value) => box.top + part(value) * (box.bottom - box.top);
    const drawn = svg("svg", { viewBox: `0 0 ${width} 370`, width, "aria-hidden": "true" });
    for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
      drawn.append(svg("line", { x1: box.left, x2: box.right, y1: y(tick), y2: y(tick), class: "grid" }));
      drawn.append(svg("text", { x: box.left - 8, y: y(tick) + 4, "text-anchor": "end" }, tickText(+tick.toPrecision(10))));
    }
    const every = Math.ceil((to - from + 1) / (width < 600 ? 5 : 12));
    for (let year = from; year <= to; year += every)
      drawn.append(svg("text", { x: x(year), y: 362, "text-anchor": "middle" }, year));
    const ends = [];
    for (const line of lines) {
      const group = svg("g", { class: `economy-${line.code}` });
      const banded = line.points.filter((p) => p.low !== null && p.high !== null);
      if (banded.length > 1) {
        const edge = [...banded.map((p) => [p.year, p.high]), ...banded.toReversed().map((p) => [p.year, p.low])];
        group.append(svg("polygon", { class: "band", points: edge.map(([a, b]) => `${x(a)},${y(b)}`).join(" ") }));
      }
      const valued = line.points.filter((p) => p.value !== null);
      valued.slice(1).forEach((p, i) => {
        const before = valued[i];
        const kind = p.state & BREAK ? "line broken" : "line";
        group.append(svg("line", { class: kind, x1: x(before.year), y1: y(before.value), x2: x(p.year), y2: y(p.value) }));
      });
      for (const p of line.points) {
        const middle = p.value ?? (p.low + p.high) / 2;
        const hollow = p.state & (HOLLOW | DOUBTFUL | SERIOUS) || p.value === null ? " hollow" : "";
        const words = [`${line.name} ${p.year}: ${shown(p)}`, remarks(p)].filter(Boolean).join(", ");
        const mark = svg("circle", { cx: x(p.year), cy: y(middle), r: valued.length > 20 ? 3 : 5, class: `point${hollow}` });
        const [a, b] = [x(p.year), y(middle)];
        const cross = p.state & SERIOUS ? [svg("path", { d: `M${a - 8} ${b - 8}l16 16m0 -16l-16 16`, class: "cut" })] : [];
        group.append(svg("a", { href: p.address, tabindex: -1 }, svg("title", {}, words), mark, ...cross));
        if (p.state & BREAK)
          group.append(svg("line", { class: "cut", x1: x(p.year) - 5, x2: x(p.year) - 5, y1: y(middle) - 11, y2: y(middle) + 11 }));
      }
      const last = line.points.at(-1);
      if (last) ends.push({ name: line.name, code: line.code, y: y(last.value ?? (last.low + last.high) / 2) });
      drawn.append(group);
    }
    if (width >= 600) {
      // Names at the ends of the lines keep their distance.
      ends.sort((a, b) => a.y - b.y);
      ends.forEach((end, i) => {
        end.y = Math.max(end.y, i ? ends[i - 1].y + 16 : box.top);
        drawn.append(svg("text", { x: box.right + 12, y: end.y + 4, class: `name economy-${end.code}` }, end.name));
      });
    }
    return drawn;
  };

  const table = (one, lines, from, to) => {
    const head = html("tr", {}, html("th", { scope: "col" }, "Year"), ...lines.map((line) => html("th", { scope: "col", class: "number" }, line.name)));
    const rows = years(one).filter((year) => from <= year && year <= to).map((year) => {
      const cells = lines.map((line) => {
        const p = line.points.find((each) => each.year === year);
        const cell = html("td", { class: "number" });
        if (p) cell.append(html("a", { href: p.address, class: "evidence" }, shown(p)), remarks(p) ? ` (${remarks(p)})` : "");
        return cell;
      });
      return html("tr", {}, html("th", { scope: "row" }, year), ...cells);
    });
    const caption = html("caption", { class: "visually-hidden" }, get("title").textContent);
    const scroller = html("div", { class: "explorer-rows", tabindex: 0, role: "region", "aria-label": "The numbers as a table" });
    scroller.append(html("table", { class: "data" }, caption, html("thead", {}, head), html("tbody", {}, ...rows)));
    return scroller;
  };

  const draw = () => {
    const one = current();
    decimals = decimalsOf(one.points);
    const from = Math.min(+get("from").value, +get("to").value), to = Math.max(+get("from").value, +get("to").value);
    const lines = boxes.flatMap((box, i) => {
      const points = one.points.filter((p) => p.economy === i && from <= p.year && p.year <= to);
      return box.checked && points.length ? [{ code: box.value, name: data.names[i], points }] : [];
    });
    const unit = one.unit === "rank" || /%|, per |US\$/.test(one.label) ? "" : `, ${one.unit}`;
    get("title").textContent = `${one.label}${unit}, ${from} to ${to}`;
    get("key").textContent = lines.length
      ? `${one.unit === "rank" ? "1 is best. " : ""}Hollow: in doubt, or not printed in the paper; crossed: in serious doubt. A bar before a point and a dashed line: the series breaks there, do not compare the two sides. Bands: bounds.`
      : "No economy that you chose has numbers in these years.";
    get("chart").replaceChildren(...(lines.length ? [chart(one, lines, from, to)] : []));
    get("table").replaceChildren(table(one, lines, from, to));
    get("source").replaceChildren("Dataset: ", html("a", { href: one.page }, one.dataset), ".");
  };
  get("series").addEventListener("change", () => fillYears());
  form.addEventListener("change", () => { write(); draw(); });
  window.addEventListener("hashchange", () => { read(); draw(); });
  window.addEventListener("resize", draw);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  read();
  draw();
})();
