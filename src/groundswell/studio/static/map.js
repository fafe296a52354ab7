// A case's map: a path a region. Recolouring touches only regions whose class has changed.
import { el, minus, svg } from "./dom.js";

const FEW = "#e4e4e4";

/**
 * A map whose regions are coloured by `colour(classes)`: an index into `hues` by code, -1 for too few persons.
 * `onpoint(code or null)` hears which region is pointed at.
 */
export function map(outline, label, onpoint) {
  const shapes = new Map();
  const keep = (code, node) => {
    shapes.set(code, [...(shapes.get(code) || []), node]);
    node.addEventListener("pointerenter", () => onpoint(code));
    node.addEventListener("pointerdown", () => onpoint(code));
    return node;
  };
  const regions = outline.regions.map((r) => keep(r.code, svg("path", { d: r.path, fill: FEW })));
  const dots = outline.dots.map((d) => keep(d.code, svg("circle", { cx: d.x, cy: d.y, r: 3, fill: FEW })));
  const node = svg("svg", { viewBox: `0 0 ${outline.width} ${outline.height}`, role: "img", "aria-label": label, class: "map" },
    regions, dots);
  node.addEventListener("pointerleave", () => onpoint(null));
  const now = new Map();
  const colour = (classes, hues) => {
    for (const [code, nodes] of shapes) {
      const at = classes.get(code);
      const fill = at === undefined || at < 0 ? FEW : hues[at];
      if (now.get(code) === fill) continue;
      now.set(code, fill);
      for (const each of nodes) each.setAttribute("fill", fill);
    }
  };
  return { node, colour, describe: (text) => node.setAttribute("aria-label", text) };
}

/** Rising borders of at most five classes of equally many values above zero, as the report's maps have them. */
export function borders(values) {
  const sorted = values.filter((v) => v > 0).sort((a, b) => a - b);
  if (!sorted.length) return [];
  const classes = Math.min(5, sorted.length);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const found = [];
  for (let k = 1; k < classes; k++) {
    const border = Number(at(k / classes).toPrecision(2));
    if (border > (found.at(-1) ?? sorted[0]) && border < sorted.at(-1)) found.push(border);
  }
  return [sorted[0], ...found, sorted.at(-1)];
}

/** The class of a value among borders. */
export function classOf(value, edges) {
  let at = 0;
  while (at < edges.length - 2 && value >= edges[at + 1]) at++;
  return at;
}

/** As many hues as there are classes, as far apart as they go. */
export const spread = (hues, count) =>
  count <= 1 ? [hues[hues.length - 2]] : Array.from({ length: count }, (_, k) => hues[Math.round((k * (hues.length - 1)) / (count - 1))]);

/** The map's key. */
export function legend(edges, hues, unit) {
  const whole = (v) => (Math.abs(v) >= 100 ? Math.round(v).toLocaleString("en") : Number(v.toPrecision(2)).toString());
  const short = (v) => minus(whole(v));
  const swatch = (fill, text) => el("li", {}, el("span", { class: "swatch", style: { background: fill } }), text);
  const steps = hues.slice(0, Math.max(edges.length - 1, 0)).map((hue, k) => swatch(hue, `${short(edges[k])} to ${short(edges[k + 1])}`));
  return el("div", { class: "key" }, el("p", { text: unit }), el("ul", {}, steps, swatch(FEW, "fewer than 10 simulated persons")));
}
