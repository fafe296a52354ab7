// How a share of draws settles: a line with its 90 % interval over the draws, and shares with intervals as bars.
import { el, percent, svg } from "./dom.js";

const [W, H, LEFT, RIGHT, TOP, BOTTOM] = [640, 230, 44, 12, 12, 36];

/** `steps` [[draws, share, low, high]] of `total` draws; verdicts change at `low` and `high`. */
export function settling(steps, total, low, high) {
  const x = (n) => LEFT + ((n - 1) / Math.max(total - 1, 1)) * (W - LEFT - RIGHT);
  const y = (share) => H - BOTTOM - share * (H - TOP - BOTTOM);
  const line = (at) => `M${steps.map((s) => `${x(s[0]).toFixed(1)} ${y(s[at]).toFixed(1)}`).join("L")}`;
  const band = `${line(2)}L${[...steps].reverse().map((s) => `${x(s[0]).toFixed(1)} ${y(s[3]).toFixed(1)}`).join("L")}Z`;
  const rule = (share, words) => [svg("line", { class: "whisker", "stroke-dasharray": "5 4", x1: LEFT, x2: W - RIGHT, y1: y(share), y2: y(share) }),
    svg("text", { x: W - RIGHT - 4, y: y(share) + (share > 0.5 ? -5 : 14), "text-anchor": "end", text: words })];
  const last = steps.at(-1);
  const label = `Share of draws in which the claim holds: after ${last[0]} of ${total} draws ${percent(last[1])}, 90 % interval ${percent(last[2])} to ${percent(last[3])}.`;
  return el("figure", { class: "settle" },
    el("figcaption", {}, el("b", { text: "Share of draws in which it holds" }), el("small", { text: "with its 90 % interval, draw after draw" })),
    svg("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label, class: "chart" },
      [0, 0.25, 0.5, 0.75, 1].map((v) => svg("g", {}, svg("line", { class: "grid", x1: LEFT, x2: W - RIGHT, y1: y(v), y2: y(v) }),
        svg("text", { x: LEFT - 6, y: y(v) + 4, "text-anchor": "end", text: percent(v) }))),
      rule(high, "supported above"), rule(low, "refuted below"),
      svg("path", { class: "band", fill: "#0072B2", d: band }), svg("path", { class: "line", stroke: "#0072B2", d: line(1) }),
      svg("circle", { class: "point", cx: x(last[0]), cy: y(last[1]), r: 4 }),
      [1, Math.round(total / 2), total].map((n, k) => svg("text", { x: x(n), y: H - 16, "text-anchor": ["start", "middle", "end"][k], text: String(n) })),
      svg("text", { x: (W + LEFT) / 2, y: H - 2, "text-anchor": "middle", text: "draws" })));
}

/** Rows of a share with its interval: [{name, share, low, high}]. */
export function shares(rows) {
  const x = (share) => 4 + share * 212;
  const bar = (r) => svg("svg", { viewBox: "0 0 220 18", class: "shares", "aria-hidden": "true" },
    svg("line", { class: "grid", x1: x(0), x2: x(1), y1: 9, y2: 9 }), svg("line", { class: "whisker", x1: x(r.low), x2: x(r.high), y1: 9, y2: 9 }),
    svg("circle", { class: "point", cx: x(r.share), cy: 9, r: 4.5 }));
  return el("ul", { class: "plain rows" }, rows.map((r) => el("li", {}, el("b", { text: r.name }), el("span", { text: `${percent(r.share)} (${percent(r.low)} to ${percent(r.high)})` }), bar(r))));
}
