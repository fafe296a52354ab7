// Small line charts while a run is under way; the final ones are the report's. Each says its title, unit and what is highest.
import { amount, capital, el, minus, percent, svg, written } from "./dom.js";

const W = 340;
const H = 150;
const LEFT = 46;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 24;

// With `step`, as many digits as tell neighbouring ticks apart.
const short = (v, step = Math.abs(v) / 100) => {
  const size = Math.abs(v);
  const [unit, letter] = size >= 1e6 ? [1e6, " M"] : size >= 1e4 ? [1e3, " k"] : [1, ""];
  const digits = Math.min(Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9)), 6);
  return v === 0 ? "0" : minus(`${Number((v / unit).toFixed(digits)).toLocaleString("en", { maximumFractionDigits: 6 })}${letter}`);
};

function ticks(low, high) {
  const raw = (high - low) / 3;
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * ten).find((k) => k >= raw);
  const found = [];
  for (let v = Math.ceil(low / step) * step; v <= high + step * 1e-6; v += step) found.push(Number(v.toPrecision(9)));
  return found;
}

/**
 * A chart of lines over days: `lines` [{name, colour, values, dash, low, high}], `points` [{date, value, low, high}].
 * `pointed` is what the points are; `share` writes per cent; `days` is how many days the axis holds. Returns {node, cursor(day)}.
 */
export function chart({ title, note, unit, dates, days, lines, points = [], share = false, zero = true, key = false, pointed = "published" }) {
  const all = lines.flatMap((l) => [...l.values, ...(l.low || []), ...(l.high || [])]);
  const seen = [...all, ...points.flatMap((p) => [p.value, p.low, p.high])].filter((v) => v !== null && Number.isFinite(v));
  let low = Math.min(...seen, zero ? 0 : Infinity);
  let high = Math.max(...seen, zero ? 0 : -Infinity);
  if (!(high > low)) [low, high] = [Math.min(low, 0) || 0, (low || 0) + 1];
  const [first, last] = [0, Math.max(days - 1, 1)];
  const x = (day) => LEFT + ((day - first) / (last - first)) * (W - LEFT - RIGHT);
  const y = (v) => H - BOTTOM - ((v - low) / (high - low)) * (H - TOP - BOTTOM);
  const say = share ? percent : short;
  const day0 = Date.parse(dates[0]);
  const dayOf = (iso) => Math.round((Date.parse(iso) - day0) / 864e5);
  const date = (day) => new Date(day0 + day * 864e5).toISOString().slice(0, 10);
  const cursor = svg("line", { class: "cursor", y1: TOP, y2: H - BOTTOM, x1: -9, x2: -9 });
  const at = ticks(low, high);
  const axis = at.map((v) => svg("g", {},
    svg("line", { class: "grid", x1: LEFT, x2: W - RIGHT, y1: y(v), y2: y(v) }),
    svg("text", { x: LEFT - 5, y: y(v) + 4, "text-anchor": "end", text: share ? percent(v) : short(v, at.length > 1 ? at[1] - at[0] : undefined) })));
  const ends = [first, Math.round(last / 2), last].map((d, k) =>
    svg("text", { x: x(d), y: H - 7, "text-anchor": ["start", "middle", "end"][k], text: written(date(d), true) }));
  const drawn = lines.flatMap((l) => [
    l.low ? svg("path", { class: "band", fill: l.colour, d: band(l, x, y) }) : null,
    svg("path", { class: "line", stroke: l.colour, "stroke-dasharray": l.dash || null, d: path(l.values, x, y) }),
  ]).filter(Boolean);
  const dots = points.filter((p) => dayOf(p.date) <= last).flatMap((p) => [
    p.low === null ? null : svg("line", { class: "whisker", x1: x(dayOf(p.date)), x2: x(dayOf(p.date)), y1: y(p.low), y2: y(p.high) }),
    svg("circle", { class: "point", cx: x(dayOf(p.date)), cy: y(p.value), r: 3.2 }),
  ]).filter(Boolean);
  const label = `${title}, ${unit}. ${lines.map((l) => spoken(l, dates, say)).join(" ")}${points.length ? ` ${capital(pointed)}: ${points.length} figures.` : ""}`;
  const picture = svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label, class: "chart" }, axis, ends, drawn, dots, cursor);
  const names = key || points.length ? el("ul", { class: "names" }, lines.map((l) => el("li", {}, stroke(l), l.name)),
    points.length ? el("li", {}, mark(), pointed) : null) : null;
  const node = el("figure", {}, el("figcaption", {}, el("b", { text: title }), el("small", { text: [unit, note].filter(Boolean).join(". ") })), names, picture);
  return { node, cursor: (day) => { cursor.setAttribute("x1", x(day)); cursor.setAttribute("x2", x(day)); } };
}

const stroke = (l) => svg("svg", { viewBox: "0 0 22 8", class: "stroke", "aria-hidden": "true" },
  svg("line", { x1: 0, x2: 22, y1: 4, y2: 4, stroke: l.colour, "stroke-width": 2.5, "stroke-dasharray": l.dash || null }));

const mark = () => svg("svg", { viewBox: "0 0 22 16", class: "stroke point-key", "aria-hidden": "true" },
  svg("line", { class: "whisker", x1: 11, x2: 11, y1: 1, y2: 15 }), svg("circle", { class: "point", cx: 11, cy: 8, r: 3.6 }));

function path(values, x, y) {
  let text = "";
  let pen = "M";
  values.forEach((v, day) => {
    if (v === null || !Number.isFinite(v)) pen = "M";
    else {
      text += `${pen}${x(day).toFixed(1)} ${y(v).toFixed(1)}`;
      pen = "L";
    }
  });
  return text;
}

function band(l, x, y) {
  const days = l.values.map((_, day) => day).filter((day) => l.low[day] !== null && l.high[day] !== null);
  if (!days.length) return "";
  const up = days.map((day) => `${x(day).toFixed(1)} ${y(l.high[day]).toFixed(1)}`);
  const down = days.reverse().map((day) => `${x(day).toFixed(1)} ${y(l.low[day]).toFixed(1)}`);
  return `M${[...up, ...down].join("L")}Z`;
}

function spoken(l, dates, say) {
  if (!l.values.length) return `${l.name}: nothing yet.`;
  const top = l.values.reduce((best, v, day) => (v > l.values[best] ? day : best), 0);
  return `${l.name}: highest ${say(l.values[top])} on ${written(dates[top] || dates.at(-1))}, last ${say(l.values.at(-1))}.`;
}

/** An effect with its interval as a bar on a common axis from `low` to `high`; null where it is not known. */
export function whisker(mean, low, high, from, to) {
  const x = (v) => 4 + ((v - from) / (to - from || 1)) * 132;
  return svg("svg", { viewBox: "0 0 140 16", class: "whiskers", "aria-hidden": "true" },
    svg("line", { class: "grid", x1: x(0), x2: x(0), y1: 0, y2: 16 }),
    low === null ? null : svg("line", { class: "whisker", x1: x(low), x2: x(high), y1: 8, y2: 8 }),
    svg("circle", { class: "point", cx: x(mean), cy: 8, r: 4 }));
}

export { amount };
