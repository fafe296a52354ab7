// A claim being tested: the share of draws in which it holds, with its interval, as the draws come in; then the verdict.
import { amount, button, capital, el, folded, get, minus, percent, say, table } from "./dom.js";
import { follow } from "./follow.js";
import { STATES } from "./home.js";
import { keep } from "./keep.js";
import { settling, shares } from "./settle.js";
import { unitOf } from "./sliders.js";

const MOST = 10000; // draws
const MOST_PAIRS = 100;

export async function show(page, name) {
  const at = `/api/judging/${encodeURIComponent(name)}`;
  const { sent } = await get(at);
  const line = (steps, job) => steps?.length && chart.replaceChildren(settling(steps, job.sent.draws, job.low, job.high));
  const chart = el("div", {});
  return follow(page, at, name, {
    bar: "Draws done", head: [el("p", { class: "lead", text: `“${sent.text}” (${sent.said})` })],
    done: (job) => (job.draws_done || 0) / job.sent.draws, every: () => 700,
    words: (job) => (job.gone ? "Its folder was removed. It can be tested again." : job.error || progress(job)),
    more: (job, act) => {
      const all = Math.min(job.verdict ? needed(job.verdict) : 0, MOST);
      const pairs = Math.min(job.verdict?.more_pairs || 0, MOST_PAIRS);
      return [pairs > job.sent.pairs ? button(`Run ${pairs} pairs a draw`, () => act("more", { pairs }), { class: "action first" }) : null,
        all > job.sent.draws ? button(`Run ${amount(all)} draws in all`, () => act("more", { draws: all }), { class: "action first" }) : null,
        el("a", { class: "action", href: `#claims/${sent.claim}`, text: "The claim" })];
    },
    async update(job, { body, after }, turned) {
      if (turned) body.replaceChildren(chart);
      line(job.steps, job);
      if (!turned || !job.verdict) return;
      get(`${at}?steps=1`).then((seen) => line(seen.steps, job)).catch(() => {});
      after.replaceChildren(verdict(job.verdict), await keep(name, "claim.html", 4));
    },
  });
}

/** How many draws would decide it; weighed ones count for what they are worth, of which a verdict asks 50. */
function needed(v) {
  const few = v.weighing && v.verdict === "undecided" && v.worth < 50;
  return v.more_draws || (few ? Math.ceil((60 * v.draws) / Math.max(v.worth, 1)) : 0);
}

function progress(job) {
  const last = job.steps?.at(-1);
  const so = last ? ` So far it holds in ${percent(last[1])} of them (90 % interval ${percent(last[2])} to ${percent(last[3])}): ${job.so_far}.` : "";
  const first = job.state === "running" && !job.steps?.length ? " First the placebo is run, and what is not known is drawn." : "";
  const rest = job.state === "running" && job.draws_done >= job.sent.draws ? " Now whether it could have come out otherwise." : "";
  const done = job.verdict ? job.verdict.draws : job.draws_done || 0;
  return `${amount(job.persons)} simulated persons a run, ${done} of ${job.sent.draws} draws: ${STATES[job.state]}.${job.verdict ? "" : so}${first}${rest}`;
}

function verdict(v) {
  return el("section", {}, el("h2", { text: "Verdict" }),
    el("p", { class: "answer" }, el("b", { text: v.answer })),
    el("p", { text: `It holds in ${percent(v.share)} of ${v.draws} draws (90 % interval ${percent(v.interval90[0])} to ${percent(v.interval90[1])}): ${v.meaning}.` }),
    el("div", { class: "halves" },
      el("section", { class: "box quote" }, el("h3", { text: "This sentence may be quoted" }), el("blockquote", { text: v.quotable }),
        button("Copy it", async () => { await navigator.clipboard.writeText(v.quotable); say("Copied"); })),
      el("section", { class: "box" }, el("h3", { text: "This may not" }), el("ul", {}, v.not_quotable.map((text) => el("li", { text }))))),
    v.warnings.length ? el("div", {}, el("h3", { text: "Not to be missed" }), el("ul", {}, v.warnings.map((text) => el("li", { text })))) : null,
    weighed(v.weighing), depends(v), conditions(v), otherwise(v.could_fail),
    el("h3", { text: "It rests on" }), el("ul", {}, v.assumptions.map((text) => el("li", { text })),
      el("li", { text: `${v.joint.length} parameters that are not known and are drawn, ${v.fixed.length} that stay at one value` }),
      el("li", { text: `what an arm that changes nothing (the placebo) does: ${v.placebo}` }), v.resolution.in_words ? el("li", { text: v.resolution.in_words }) : null),
    folded("What is drawn, and from where", table("Drawn in every draw", ["parameter", "#from", "#to", "unit", "shape", "key"],
      v.joint.map((d) => [capital(v.meanings[d.key] || d.key), number(d.low), number(d.high), unitOf(v.units[d.key]), d.shape, el("code", { text: d.key })]))),
    el("p", { class: "soft", text: `Expected from the literature: ${v.literature} ${v.outside}` }));
}

const number = (x) => (Math.abs(x) >= 1000 ? amount(x) : minus(String(Number(x.toPrecision(3)))));

/** Before evidence, after it, and without each published figure. */
function weighed(w) {
  if (!w) return null;
  const rows = [["before evidence", w.prior], ["after it", w.posterior], ...Object.entries(w.without).map(([target, each]) => [`without ${target}`, each])];
  return el("section", {}, el("h3", { text: "Before and after the evidence" }), shares(rows.map(([name, each]) => ({ name, share: each.share, low: each.interval90[0], high: each.interval90[1] }))),
    el("ul", {}, w.in_words.map((text) => el("li", { text }))));
}

function depends(v) {
  const d = v.depends_on;
  const named = (key) => v.meanings[key] || key;
  const range = (b) => (b.low === null ? `at most ${number(b.high)}` : b.high === null ? `above ${number(b.low)}` : `${number(b.low)} to ${number(b.high)}`);
  const boxes = d.holds_in.filter((box) => box.bounds.length);
  return el("section", {}, el("h3", { text: "What it depends on" }),
    d.parameters.length ? el("ul", {}, d.parameters.map((p) => el("li", {}, named(p.key), " ", el("code", { text: p.key }))))
      : el("p", { text: v.share === 0 || v.share === 1 ? "On nothing that was drawn: all draws agree." : "These draws name no parameter that decides it more than chance would." }),
    boxes.length ? table("It holds where (told by draws that were held back)", ["where", "#share of the holding draws there", "#of the draws there hold"],
      boxes.map((box) => [box.bounds.map((b) => `${named(b.key)} ${range(b)}`).join("; "), percent(box.coverage), box.density === null ? "" : percent(box.density)])) : null);
}

function conditions(v) {
  return table("Conditions: the effect over the draws", ["condition", "#middle draw", "#nine draws in ten from", "#to", "unit"],
    v.conditions.map((k) => [k.text, number(k.effect.median), number(k.effect.low90), number(k.effect.high90), k.unit]));
}

function otherwise(found) {
  const words = { "could fail": "Yes.", foregone: "No, and so it is no finding.", "not known": "Not known." };
  if (!found) return el("p", { class: "soft", text: "Whether it could have come out otherwise was not asked." });
  return el("section", {}, el("h3", { text: "Could it have come out otherwise?" }), el("p", { text: words[found.state] || found.state }),
    el("ul", {}, found.in_words.map((text) => el("li", { text: `${capital(text)}.` }))));
}
