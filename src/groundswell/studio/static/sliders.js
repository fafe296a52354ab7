// Sliders and switches from what each parameter says of itself: meaning, unit, range, prior, status, source.
import { amount, capital, el, minus } from "./dom.js";

const STATUS = { assumed: "assumed", calibrated: "fitted", measured: "measured" };
let count = 0;

export const shown = (v) => (typeof v === "number" ? (Math.abs(v) >= 1e4 ? amount(v) : minus(Number(v.toPrecision(4)).toString())) : String(v));

/** A unit as it is read beside a number: a plain ratio, "1", has none. */
export const unitOf = (unit) => (!unit || unit === "1" ? "" : unit);

/** The range of a slider: the prior widened to the value, or the allowed range where nothing is believed. */
export function range(p) {
  let [low, high] = p.prior || [p.low, p.high];
  if (!p.prior && (high - low > 1e4 || !Number.isFinite(high - low))) {
    low = Math.max(p.low, Math.min(0, 3 * p.value));
    high = Math.min(p.high, Math.max(3 * Math.abs(p.value), 1));
  }
  return [Math.min(low, p.value), Math.max(high, p.value)];
}

/** One parameter: its slider or switch. `changed(key, value)` hears a new value, undefined for the baseline's. */
export function slider(p, value, changed, compact) {
  const id = `p${++count}`;
  const [low, high] = range(p);
  const step = p.whole ? 1 : (high - low) / 200 || 0.01;
  const node = el("div", { class: "parameter", "data-key": p.key });
  const out = el("output", { for: id });
  const back = el("button", { type: "button", class: "back", text: "Back", "aria-label": `Back to the baseline: ${p.about}` });
  const facts = el("p", { class: "facts", id: `${id}f` },
    `${p.declared}. Unit: ${unitOf(p.unit) || "none"}. Allowed: ${shown(p.low)} to ${shown(p.high)}. `,
    p.prior ? `Believed range: ${shown(p.prior[0])} to ${shown(p.prior[1])}. ` : "", `Source: ${p.source}. `, el("code", { text: p.key }));
  const input = p.switch
    ? el("input", { type: "checkbox", id, checked: Boolean(value), "aria-describedby": `${id}f` })
    : el("input", { type: "range", id, min: low, max: high, step, "aria-describedby": `${id}f` });
  if (!p.switch) input.value = value;
  const paint = (now) => {
    const other = now !== p.value;
    const outside = p.prior && !p.switch && (now < p.prior[0] || now > p.prior[1]);
    out.textContent = `${p.switch ? (now ? "yes" : "no") : shown(now)}${other ? `, was ${p.switch ? (p.value ? "yes" : "no") : shown(p.value)}` : ""}${outside ? ", outside what is believed" : ""}`;
    if (!p.switch) input.setAttribute("aria-valuetext", out.textContent);
    node.classList.toggle("other", other);
    back.hidden = !other;
  };
  const read = () => {
    if (p.switch) return input.checked;
    const raw = Number(input.value);
    if (p.whole) return Math.round(raw);
    return Math.abs(raw - p.value) < step / 2 ? p.value : Number(raw.toPrecision(4));
  };
  input.addEventListener("input", () => paint(read()));
  input.addEventListener("change", () => changed(p.key, read() === p.value ? undefined : read()));
  back.addEventListener("click", () => {
    if (p.switch) input.checked = p.value;
    else input.value = p.value;
    paint(p.value);
    changed(p.key, undefined);
    input.focus();
  });
  paint(value);
  const mark = p.status === "assumed" ? el("span", { class: "tag warn", text: "assumed" }) : el("span", { class: "tag", text: STATUS[p.status] || p.status });
  const name = capital(p.about);
  node.append(el("div", { class: "name" }, el("label", { for: id, text: name }), compact ? null : mark), el("div", { class: "value" }, out, p.switch ? null : el("small", { text: unitOf(p.unit) }), back), input, facts);
  return node;
}

/** All groups, folded but for the first if `begin`, with a search over meaning, key and source; ids begin with `tag`. */
export function panel(groups, changes, changed, tag = "", begin = true) {
  const find = el("input", { type: "search", id: `${tag}find`, placeholder: "police, border, fear ...", autocomplete: "off" });
  const hits = el("p", { class: "soft", role: "status" });
  const made = groups.map((g, k) => {
    const inside = el("div", {});
    const node = el("details", { open: begin && k === 0 }, el("summary", { text: `${g.title} (${g.parameters.length})` }), inside);
    let filled = false;
    const fill = () => {
      if (filled) return;
      filled = true;
      inside.append(...g.parameters.map((p) => slider(p, changes.get(p.key) ?? p.value, changed)));
    };
    if ((begin && k === 0) || g.parameters.some((p) => changes.has(p.key))) fill();
    if (g.parameters.some((p) => changes.has(p.key))) node.open = true;
    node.addEventListener("toggle", () => node.open && fill());
    return { node, g, fill };
  });
  find.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { node, g, fill } of made) {
      const right = g.parameters.filter((p) => words.every((w) => `${p.about} ${p.declared} ${p.key} ${p.source} ${g.title}`.toLowerCase().includes(w)));
      if (words.length && right.length) fill();
      node.hidden = words.length > 0 && (!right.length || g.name === "often");
      if (words.length) node.open = right.length > 0;
      const keys = new Set(right.map((p) => p.key));
      for (const each of node.querySelectorAll(".parameter")) each.hidden = words.length > 0 && !keys.has(each.dataset.key);
      if (g.name !== "often") found += right.length;
    }
    hits.textContent = words.length ? `${found} found` : "";
  });
  return el("div", { class: "sliders" }, el("p", {}, el("label", { for: find.id, text: "Search" }), find), hits, made.map((m) => m.node));
}
