// Both worlds side by side: daily lines, the paired difference with its interval, who ended otherwise, where.
import { chart, whisker } from "./chart.js";
import { amount, capital, el, table } from "./dom.js";
import { legend, map } from "./map.js";

const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
// ColorBrewer's purple to green: in order for the colour-blind
const LESS = ["#40004b", "#9970ab", "#d9c2e0"];
const MORE = ["#c6e6bf", "#5aae61", "#00441b"];

const datesOf = (r) => Array.from({ length: r.days }, (_, k) => new Date(Date.parse(r.start) + k * 864e5).toISOString().slice(0, 10));

/** The charts of a baseline alone, or of both worlds. */
function lines(r) {
  const dates = datesOf(r);
  return el("div", { class: "charts" }, r.series.map((s) => {
    const one = { name: "baseline", colour: "#555555", values: s.baseline };
    const other = s.difference ? { name: "changed", colour: s.colour, dash: "6 3", values: s.baseline.map((v, k) => v + s.difference[k]) } : null;
    return chart({ title: capital(s.word), unit: s.about, dates, days: r.days, key: Boolean(other), lines: other ? [one, other] : [{ ...one, colour: s.colour }] }).node;
  }));
}

/** The charts of the paired difference, with its 90 % interval. */
function differences(r) {
  const dates = datesOf(r);
  const moved = r.series.filter((s) => s.difference?.some((v) => v));
  if (!moved.length) return el("p", { text: "On no day do the two worlds differ." });
  return el("div", { class: "charts" }, moved.map((s) => {
    const known = s.low.some((v) => v !== null);
    return chart({ title: `${capital(s.word)}: changed less baseline`, unit: "persons; mean of the pairs" + (known ? ", shaded: 90 % interval" : ""), dates, days: r.days,
      lines: [{ name: "difference", colour: s.colour, values: s.difference, ...(known ? { low: s.low, high: s.high } : {}) }] }).node;
  }));
}

/** What an effect may be taken for, in words. */
function verdict(o) {
  const many = o.simulated === null || o.simulated === undefined ? null : Math.round(o.simulated);
  if (o.differ === 0) return "no pair differs";
  if (o.coarse) return `an effect of ${many < 10 ? SMALL[many] : many} simulated ${many === 1 ? "person" : "persons"}: too few to say`;
  if (o.interval === null) return "one pair: no interval yet";
  if (o.low <= 0 && o.high >= 0) return "no clear change";
  return o.mean > 0 ? "more" : "less";
}

/** The table of effects; what is clear stands first. */
function effects(r) {
  const rank = (o) => (["more", "less"].includes(verdict(o)) ? 0 : o.differ ? 1 : 2);
  const rows = [...r.outcomes].sort((a, b) => rank(a) - rank(b)).map((o) => {
    const ends = [o.mean, o.low ?? o.mean, o.high ?? o.mean, 0];
    const drawn = whisker(o.mean, o.low, o.high, Math.min(...ends), Math.max(...ends));
    return [el("span", {}, o.about, el("small", { text: ` (${o.unit})` })), el("b", { text: o.shown }), verdict(o), o.interval || "not known", drawn, o.unit.startsWith("percentage points") ? `${o.baseline} %` : o.baseline]; // what counts first: a phone shows three
  });
  return table("What changes, over all days", ["outcome (unit)", "#change", "in words", "#90 % interval", "drawn", "#baseline"], rows);
}

/** The first changes that are clear, in one line: for a small screen, where sliders and answer are apart. */
export function brief(r) {
  const clear = r.outcomes.filter((o) => ["more", "less"].includes(verdict(o))).slice(0, 2);
  if (!clear.length) return "No clear change yet";
  return clear.map((o) => `${o.about}: ${o.shown} (${o.interval})`).join("; ");
}

/** Who ended otherwise: the same simulated persons in both worlds. */
function otherwise(r) {
  if (!r.moved.length) return el("p", { text: `Nobody ended otherwise; up to ${amount(r.moved_at_most)} people may have (95 %).` });
  const rows = r.moved.map((m) => [m.baseline, m.arm, `${amount(m.persons)}${m.coarse ? " *" : ""}`, `${amount(m.low)} to ${amount(m.high)}`]);
  return el("div", {}, table("Who ended otherwise: the same persons in both worlds, people, mean of the pairs", ["in the baseline", "in the changed world", "#people", "#90 % interval"], rows),
    r.moved.some((m) => m.coarse) ? el("p", { class: "soft", text: "* on fewer than ten simulated persons" }) : null);
}

/** A map of the change by region. */
function where(c, r, name) {
  const values = r.places?.[name];
  const word = r.series.find((s) => s.name === name)?.word || name;
  if (!c.map || !values) return null;
  const known = Object.values(values).filter((v) => v !== null);
  const top = Math.max(...known.map(Math.abs), 0);
  if (!top) return el("p", { text: `${capital(word)}: no region changes by enough simulated persons to be shown.` });
  const pointed = el("p", { class: "pointed", "aria-hidden": "true" });
  const hues = [...LESS, "#f7f7f7", ...MORE];
  const edges = [-top, -top / 2, -top / 8, -top / 100, top / 100, top / 8, top / 2, top];
  const at = (v) => { let k = 0; while (k < 6 && v >= edges[k + 1]) k++; return k; };
  const most = Object.entries(values).filter(([, v]) => v !== null).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1])).slice(0, 3);
  const label = `Map of the change of ${word}, per 100,000 inhabitants. Largest: ${most.map(([code, v]) => `${c.names[code]} ${v > 0 ? "+" : ""}${amount(v)}`).join(", ")}.`;
  const drawn = map(c.map, label, (code) => {
    const v = values[code];
    pointed.textContent = code === null ? "" : `${c.names[code] || code}: ${v === null || v === undefined ? "fewer than 10 simulated persons" : `${v > 0 ? "+" : ""}${amount(v)} per 100,000`}`;
  });
  drawn.colour(new Map(Object.entries(values).map(([code, v]) => [code, v === null ? -1 : at(v)])), hues);
  return el("div", {}, drawn.node, pointed, legend(edges, hues, `${capital(word)}: change per 100,000 inhabitants over all days`));
}

/** All that is shown of a baseline alone, or of both worlds of the case `c`: elements in order. */
export function answer(c, r) {
  const both = Boolean(r.outcomes);
  const places = r.places ? Object.keys(r.places).map((k) => where(c, r, k)).filter(Boolean) : [];
  const said = both ? scaleNote(r) : `Baseline, mean of ${r.pairs} runs. ${r.about_scale}`;
  return [
    both ? effects(r) : null, el("p", { class: "soft", text: said }),
    el("h2", { text: both ? "Both worlds, day by day" : "The baseline, day by day" }), lines(r),
    ...(both ? [el("h2", { text: "The difference" }), differences(r), el("h2", { text: "Who" }), otherwise(r)] : []),
    ...(places.length ? [el("h2", { text: "Where" }), el("div", { class: "charts maps" }, places), el("p", { class: "soft", text: c.map_note })] : []),
    r.method ? el("p", { class: "soft", text: `${r.method}.` }) : null,
  ].filter(Boolean);
}

/** The sentence that says how fine the answer is. */
const scaleNote = (r) => `${r.pairs} ${r.pairs === 1 ? "pair" : "pairs"} of runs in the same society with the same draws, ${amount(r.persons)} simulated persons each. ${r.about_scale}`;
