// A chart of lines and points in SVG, with axes, titles, and the way back from a pointer to the numbers under it.

import { s } from "./page.js";

const LEFT = 52, RIGHT = 14, TOP = 12, BOTTOM = 50;

function ticks([low, high], about) {
  const rough = (high - low) / about, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((size) => size >= rough);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1) found.push(k * step);
  return found;
}

const short = (value) => String(Number(value.toPrecision(6)));

export class Plot {
  /** x and y are [low, high]; `label` is what a screen reader says. */
  constructor({ x, y, xTitle, yTitle, label, width = 440, height = 340 }) {
    Object.assign(this, { x, y, width, height, named: new Map() });
    this.axes = s("g", { class: "axes" });
    this.under = s("g");
    this.over = s("g");
    const inner = { x: LEFT, y: TOP, width: width - LEFT - RIGHT, height: height - TOP - BOTTOM };
    this.svg = s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
      s("rect", { class: "paper", ...inner }), this.axes, this.under, this.over,
      s("text", { class: "axis-title", x: LEFT + inner.width / 2, y: height - 10, "text-anchor": "middle" }, xTitle),
      s("text", { class: "axis-title", transform: `translate(13 ${TOP + inner.height / 2}) rotate(-90)`,
        "text-anchor": "middle" }, yTitle));
    this.rule();
  }

  rule() {
    this.axes.replaceChildren();
    for (const t of ticks(this.x, 5)) {
      const at = this.px(t);
      this.axes.append(s("line", { class: "grid", x1: at, x2: at, y1: TOP, y2: this.height - BOTTOM }),
        s("text", { x: at, y: this.height - BOTTOM + 17, "text-anchor": "middle" }, short(t)));
    }
    for (const t of ticks(this.y, 5)) {
      const at = this.py(t);
      this.axes.append(s("line", { class: "grid", x1: LEFT, x2: this.width - RIGHT, y1: at, y2: at }),
        s("text", { x: LEFT - 6, y: at + 4, "text-anchor": "end" }, short(t)));
    }
  }

  /** Give the axes other ends. */
  scale({ x = this.x, y = this.y }) {
    if (String([this.x, this.y]) === String([x, y])) return;
    Object.assign(this, { x, y });
    this.rule();
  }

  px(value) {
    return LEFT + ((value - this.x[0]) / (this.x[1] - this.x[0])) * (this.width - LEFT - RIGHT);
  }

  py(value) {
    return this.height - BOTTOM - ((value - this.y[0]) / (this.y[1] - this.y[0])) * (this.height - TOP - BOTTOM);
  }

  /** One named element, made once and changed from then on. */
  mark(name, tag, attributes, layer = this.over) {
    let element = this.named.get(name);
    if (!element) this.named.set(name, (element = layer.appendChild(s(tag))));
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  /** A named line through [x, y] points, cut at the ends of the axes. */
  line(name, points, look) {
    const clamp = (v, [low, high]) => Math.min(Math.max(v, low), high);
    const path = points.map(([a, b], i) =>
      `${i ? "L" : "M"}${this.px(clamp(a, this.x)).toFixed(2)} ${this.py(clamp(b, this.y)).toFixed(2)}`).join("");
    this.mark(name, "path", { class: `line ${look}`, d: path || "M0 0" });
  }

  point(name, [x, y], look, radius = 6) {
    return this.mark(name, "circle", { class: `point ${look}`, cx: this.px(x), cy: this.py(y), r: radius });
  }

  text(name, [x, y], words, look = "", anchor = "start") {
    const at = { class: `note ${look}`, x: this.px(x), y: this.py(y), "text-anchor": anchor };
    this.mark(name, "text", at).textContent = words;
  }

  /** The numbers under a pointer, within the axes. */
  under_pointer(event) {
    const box = this.svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.width, y = ((event.clientY - box.top) / box.height) * this.height;
    const a = this.x[0] + ((x - LEFT) / (this.width - LEFT - RIGHT)) * (this.x[1] - this.x[0]);
    const b = this.y[0] + ((this.height - BOTTOM - y) / (this.height - TOP - BOTTOM)) * (this.y[1] - this.y[0]);
    return [Math.min(Math.max(a, this.x[0]), this.x[1]), Math.min(Math.max(b, this.y[0]), this.y[1])];
  }

  /** Call grab(x, y) when a pointer comes down, then move(what it returned, x, y) until it is lifted. */
  draggable(grab, move) {
    let held = null;
    this.svg.classList.add("draggable");
    this.svg.addEventListener("pointerdown", (event) => {
      held = grab(...this.under_pointer(event));
      if (held === null) return;
      this.svg.setPointerCapture(event.pointerId);
      event.preventDefault();
      move(held, ...this.under_pointer(event));
    });
    this.svg.addEventListener("pointermove", (event) => held !== null && move(held, ...this.under_pointer(event)));
    for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, () => (held = null));
  }
}

/** A key to what is drawn: [look, words] pairs. */
export function key(...pairs) {
  const list = document.createElement("ul");
  list.className = "key";
  for (const [look, words] of pairs) {
    const item = document.createElement("li"), swatch = s("svg", { viewBox: "0 0 28 12", "aria-hidden": "true" });
    swatch.append(look.startsWith("fill ") ? s("rect", { class: look, x: 8, width: 12, height: 12 })
      : look.startsWith("point ") ? s("circle", { class: look, cx: 14, cy: 6, r: 5 })
      : s("path", { class: `line ${look}`, d: "M0 6L28 6" }));
    item.append(swatch, words);
    list.append(item);
  }
  return list;
}
