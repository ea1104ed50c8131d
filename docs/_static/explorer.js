// The chart of explorer.html. It is a small script and no library: lines, bands, breaks and links
// are all it draws, and a library that draws them is half a megabyte for one page.
(() => {
  // What a point may be, besides its value.
  const BREAK = 1;
  const HOLLOW = 2;
  const DOUBTFUL = 4;
  const SERIOUS = 8;
  const NARROW = 600;
  const FIRST = "digital_economy_scale.scale_usd_bn";

  const data = JSON.parse(document.getElementById("explorer-data").textContent);
  const form = document.getElementById("explorer");
  const get = (name) => document.getElementById(`explorer-${name}`);

  // Elements.
  const fill = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes = {}, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    return fill(element, attributes, children);
  };

  // The data.
  const named = ([economy, year, value, low, high, state, of, address]) => ({ economy, year, value, low, high, state, of, address });
  const series = data.series.map((one) => ({ ...one, points: one.points.map(named) }));
  const valuesOf = (points) => {
    const all = points.flatMap((point) => [point.value, point.low, point.high]);
    return all.filter((value) => value !== null);
  };
  const yearsOf = (one) => {
    const years = new Set(one.points.map((point) => point.year));
    return [...years].sort((a, b) => a - b);
  };

  // All numbers of a series have the same decimals, so that they align: an index below 1 needs three.
  let decimals = 0;
  const decimalsOf = (points) => {
    const values = valuesOf(points);
    const lengths = values.map((value) => String(value).split(".")[1]?.length ?? 0);
    const top = Math.max(...values.map(Math.abs));
    const most = top >= 1e5 ? 0 : top >= 10 ? 2 : 3;
    return Math.min(most, Math.max(...lengths));
  };
  const number = (value) => {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return value.toLocaleString("en", digits);
  };
  const shown = (point) => {
    if (point.value !== null) return number(point.value);
    return `${number(point.low)} to ${number(point.high)}`;
  };
  const remarks = (point) => {
    const found = [];
    if (point.of) found.push(`of ${point.of}`);
    if (point.state & BREAK) found.push("break");
    if (point.state & SERIOUS) found.push("in serious doubt");
    else if (point.state & DOUBTFUL) found.push("in slight doubt");
    if (point.state & HOLLOW) found.push("reconstructed");
    return found.join(", ");
  };

  // The controls.
  const groups = new Map();
  for (const one of series) {
    if (!groups.has(one.dataset)) groups.set(one.dataset, html("optgroup", { label: one.dataset }));
    groups.get(one.dataset).append(html("option", { value: one.id }, one.label));
  }
  get("series").append(...groups.values());
  data.codes.forEach((code, i) => {
    const box = html("input", { type: "checkbox", value: code });
    const label = html("label", { class: `economy-${code}` }, box, ` ${data.names[i]}`);
    get("economies").append(label, " ");
  });
  const boxes = [...get("economies").querySelectorAll("input")];
  const current = () => series.find((one) => one.id === get("series").value);
  const fillYear = (name, years, asked, otherwise) => {
    const options = years.map((year) => html("option", { value: year }, year));
    get(name).replaceChildren(...options);
    get(name).value = years.includes(Number(asked)) ? asked : otherwise;
  };
  const fillYears = (from, to) => {
    const years = yearsOf(current());
    fillYear("from", years, from, years[0]);
    fillYear("to", years, to, years.at(-1));
  };

  // The address holds what the controls say.
  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const id = asked.get("indicator");
    const isKnown = series.some((one) => one.id === id);
    get("series").value = isKnown ? id : FIRST;
    const codes = asked.get("economies")?.split(",") ?? data.codes.slice(0, 5);
    for (const box of boxes) box.checked = codes.includes(box.value);
    fillYears(asked.get("from"), asked.get("to"));
  };
  const write = () => {
    const chosen = boxes.filter((box) => box.checked);
    const asked = new URLSearchParams({
      indicator: get("series").value,
      economies: chosen.map((box) => box.value).join(","),
      from: get("from").value,
      to: get("to").value,
    });
    history.replaceState(null, "", `#${asked}`);
  };

  // From years and values to places in the picture.
  const stepOf = (low, high) => {
    const power = 10 ** Math.floor(Math.log10((high - low) / 5));
    const steps = [1, 2, 2.5, 5, 10].map((factor) => factor * power);
    return steps.find((step) => (high - low) / step <= 6);
  };
  const scalesOf = (view) => {
    const width = Math.min(get("chart").clientWidth || 900, 1000);
    const isNarrow = width < NARROW;
    const box = { left: 56, right: width - (isNarrow ? 12 : 180), top: 14, bottom: 340 };
    const values = valuesOf(view.lines.flatMap((line) => line.points));
    const low = view.isRank ? 1 : Math.min(0, ...values);
    const top = Math.max(...values);
    const high = top > low ? top : low + 1;
    const years = Math.max(view.to - view.from, 1);
    const x = (year) => box.left + ((year - view.from) / years) * (box.right - box.left);
    const y = (value) => {
      // Of ranks the best is on top.
      const part = view.isRank ? value - low : high - value;
      return box.top + (part / (high - low)) * (box.bottom - box.top);
    };
    return { width, isNarrow, box, low, high, x, y, years: yearsOf({ points: view.lines.flatMap((line) => line.points) }) };
  };

  // The parts of the picture.
  const tickText = (value) => {
    const form = value >= 1e6 ? { notation: "compact" } : { maximumFractionDigits: 3 };
    return value.toLocaleString("en", form);
  };
  const gridOf = ({ box, low, high, y }) => {
    const step = stepOf(low, high);
    const found = [];
    for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
      const height = y(tick);
      found.push(svg("line", { x1: box.left, x2: box.right, y1: height, y2: height, class: "grid" }));
      const text = tickText(Number(tick.toPrecision(10)));
      found.push(svg("text", { x: box.left - 8, y: height + 4, "text-anchor": "end" }, text));
    }
    return found;
  };
  const yearsBelow = (view, { isNarrow, x }) => {
    const every = Math.ceil((view.to - view.from + 1) / (isNarrow ? 5 : 12));
    const found = [];
    for (let year = view.from; year <= view.to; year += every) {
      found.push(svg("text", { x: x(year), y: 362, "text-anchor": "middle" }, year));
    }
    return found;
  };
  const bandOf = (points, { x, y }) => {
    const bounded = points.filter((point) => point.low !== null && point.high !== null);
    if (bounded.length < 2) return [];
    const above = bounded.map((point) => `${x(point.year)},${y(point.high)}`);
    const below = bounded.map((point) => `${x(point.year)},${y(point.low)}`);
    const edge = [...above, ...below.toReversed()].join(" ");
    const band = svg("polygon", { class: "band", points: edge });
    // Where there is no value, the bounds are lines.
    if (points.some((point) => point.value !== null)) return [band];
    const ends = [above, below].map((end) => svg("polyline", { class: "bound", points: end.join(" ") }));
    return [band, ...ends];
  };
  // A line has a gap at a break, and where a year that the picture has is missing.
  const stretchesOf = (points, { x, y, years }) => {
    const found = [];
    points.slice(1).forEach((point, i) => {
      const before = points[i];
      const isNext = years.indexOf(point.year) === years.indexOf(before.year) + 1;
      const isBreak = point.state & BREAK;
      if (!isNext || isBreak || point.value === null || before.value === null) return;
      const ends = { x1: x(before.year), y1: y(before.value), x2: x(point.year), y2: y(point.value) };
      found.push(svg("line", { class: "line", ...ends }));
    });
    return found;
  };
  const markOf = (line, point, { x, y, years }) => {
    const text = [`${line.name} ${point.year}: ${shown(point)}`, remarks(point)];
    const title = svg("title", {}, text.filter(Boolean).join(", "));
    const link = svg("a", { href: point.address, tabindex: -1 }, title);
    const across = x(point.year);
    if (point.value === null) {
      // Of bounds the whole height is the link, and no value is drawn.
      link.append(svg("line", { class: "between", x1: across, x2: across, y1: y(point.low), y2: y(point.high) }));
      return [link];
    }
    const down = y(point.value);
    const radius = years.length > 20 ? 3 : 5;
    const kind = point.state & HOLLOW ? "point hollow" : "point";
    link.append(svg("circle", { cx: across, cy: down, r: radius, class: kind }));
    if (point.state & DOUBTFUL) {
      const cross = `M${across - 8} ${down - 8}l16 16m0 -16l-16 16`;
      link.append(svg("path", { d: cross, class: "cut" }));
    }
    if (!point.of) return [link];
    const year = svg("text", { x: across, y: down - 10, "text-anchor": "middle", class: "of" }, `(${point.of})`);
    return [link, year];
  };
  // Names at the ends of the lines keep their distance.
  const namesOf = (lines, { box, y }) => {
    const heightOf = ({ value, low, high }) => y(value ?? (low + high) / 2);
    const ends = lines.map((line) => ({ ...line, y: heightOf(line.points.at(-1)) }));
    ends.sort((a, b) => a.y - b.y);
    let free = box.top;
    return ends.map((end) => {
      const height = Math.max(end.y, free);
      free = height + 16;
      const place = { x: box.right + 12, y: height + 4 };
      return svg("text", { ...place, class: `name economy-${end.code}` }, end.name);
    });
  };
  const chart = (view) => {
    const scales = scalesOf(view);
    const { width } = scales;
    const drawn = svg("svg", { viewBox: `0 0 ${width} 370`, width, "aria-hidden": "true" });
    drawn.append(...gridOf(scales), ...yearsBelow(view, scales));
    for (const line of view.lines) {
      const group = svg("g", { class: `economy-${line.code}` });
      group.append(...bandOf(line.points, scales), ...stretchesOf(line.points, scales));
      for (const point of line.points) group.append(...markOf(line, point, scales));
      drawn.append(group);
    }
    if (!scales.isNarrow) drawn.append(...namesOf(view.lines, scales));
    return drawn;
  };

  // The same as a table.
  const cellOf = (point, name) => {
    const cell = html("td", { class: "number", "data-label": name });
    if (!point) return cell;
    cell.append(html("a", { href: point.address, class: "evidence" }, shown(point)));
    const remark = remarks(point);
    if (remark) cell.append(` (${remark})`);
    return cell;
  };
  const table = (view) => {
    const heads = view.lines.map((line) => html("th", { scope: "col", class: "number" }, line.name));
    const head = html("tr", {}, html("th", { scope: "col" }, "Year"), ...heads);
    const years = yearsOf(view).filter((year) => view.from <= year && year <= view.to);
    const rows = years.map((year) => {
      const cells = view.lines.map((line) => {
        const point = line.points.find((one) => one.year === year);
        return cellOf(point, line.name);
      });
      return html("tr", {}, html("th", { scope: "row" }, year), ...cells);
    });
    const caption = html("caption", { class: "visually-hidden" }, get("title").textContent);
    const parts = [caption, html("thead", {}, head), html("tbody", {}, ...rows)];
    const frame = { class: "explorer-rows scroll", tabindex: 0, role: "region", "aria-label": "The numbers as a table" };
    return html("div", frame, html("table", { class: "data stack" }, ...parts));
  };
  const key = (view) => {
    if (!view.lines.length) return "No economy that you chose has numbers in these years.";
    const texts = [
      "A filled point is a published number, a hollow one is reconstructed, a crossed one doubtful. Of a band only the bounds are known.",
      "A line has a gap where its series breaks: do not compare the two sides. A year in brackets is the year of the value.",
    ];
    if (view.isRank) texts.unshift("1 is best.");
    // Who was chosen and is not drawn would otherwise be missed in the picture.
    if (view.without.length) texts.unshift(`No number in these years: ${view.without.join(" and ")}.`);
    return texts.join(" ");
  };

  // What is chosen.
  const choice = () => {
    const one = current();
    const ends = [Number(get("from").value), Number(get("to").value)];
    const [from, to] = [Math.min(...ends), Math.max(...ends)];
    const isChosen = (point) => from <= point.year && point.year <= to;
    const lines = boxes.map((box, i) => {
      const points = one.points.filter((point) => point.economy === i && isChosen(point));
      return { code: box.value, name: data.names[i], points, isChecked: box.checked };
    });
    const drawn = lines.filter((line) => line.isChecked && line.points.length);
    const empty = lines.filter((line) => line.isChecked && !line.points.length);
    const without = empty.map((line) => line.name);
    return { ...one, from, to, lines: drawn, without, isRank: one.unit === "rank" };
  };
  const draw = () => {
    const view = choice();
    decimals = decimalsOf(view.points);
    const hasUnit = view.isRank || /%|, per |US\$/.test(view.label);
    const unit = hasUnit ? "" : `, ${view.unit}`;
    get("title").textContent = `${view.label}${unit}, ${view.from} to ${view.to}`;
    get("key").textContent = key(view);
    get("chart").replaceChildren(...(view.lines.length ? [chart(view)] : []));
    get("table").replaceChildren(table(view));
    get("source").replaceChildren("Dataset: ", html("a", { href: view.page }, view.dataset), ".");
  };

  get("series").addEventListener("change", () => fillYears());
  form.addEventListener("change", () => {
    write();
    draw();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", () => {
    read();
    draw();
  });
  window.addEventListener("resize", draw);
  form.hidden = false;
  read();
  draw();
})();
