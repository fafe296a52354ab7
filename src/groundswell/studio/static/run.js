// A run: watched while its days come in, looked at when it is done; stopped, gone on with, made bigger.
import { chart } from "./chart.js";
import { sized } from "./case.js";
import { amount, button, capital, el, folded, get, post, table, written, wrong } from "./dom.js";
import { follow } from "./follow.js";
import { STATES } from "./home.js";
import { keep } from "./keep.js";
import { panel } from "./mapday.js";

export async function show(page, name) {
  let [held, view] = [null, null]; // all regions' days so far, and what shows them
  const query = () => `?from=${held ? held.dates.length : 0}`;
  const leave = await follow(page, `/api/runs/${encodeURIComponent(name)}`, name, {
    bar: "Days done", query, done: (run) => run.done / run.days, words: (run) => words(run, name),
    every: (run) => (run.persons > 5e6 ? 1600 : 400), // a nation needs its processors
    resume: goOn,
    more: (run) => further(run, name),
    async update(run, { body, after }, turned) {
      const from = held ? held.dates.length : 0;
      if (run.dates?.length) held = joined(held, run);
      if (held && !view) view = await begin(body, held);
      else if (held && (run.dates?.length > from || !from)) view.update(held);
      if (turned && ended(run)) after.replaceChildren(await keep(name, "report.html"));
    },
  });
  return () => { leave(); view?.leave(); };
}

/** Whether all its days are there and nothing is under way, be its report there or not. */
const ended = (run) => run.complete && !["running", "waiting"].includes(run.state);

/** The words of the button that goes on with a run that has stopped, null when nothing is left to do. */
function goOn(run) {
  if (run.wants_report) return "Write its report";
  if (run.nothing_left || run.goes_on_from === 0) return "Run it again from the first day";
  return run.goes_on_from ? `Go on after day ${run.goes_on_from}` : null;
}

function joined(held, run) {
  if (!held || run.first === 0) return run;
  const regions = Object.fromEntries(Object.entries(run.regions).map(([key, days]) => [key, [...held.regions[key].slice(0, run.first), ...days]]));
  return { ...run, regions };
}

function words(run, name) {
  if (run.damage) return `This run cannot be read: ${run.damage}`;
  if (run.gone) return "The run's folder was removed.";
  if (run.nothing_left && run.state === "stopped") return "It was stopped before its first day was over: nothing is left of it.";
  if (run.state === "failed") return `It failed: ${run.error || run.said}`;
  const size = run.persons ? `${amount(run.persons)} simulated persons` : "";
  if (run.state === "waiting") return `${size}. It waits until a processor is free.`;
  const days = run.days ? `day ${run.done} of ${run.days}` : "the society is being built (the first run on a machine compiles, which takes a minute or two)";
  if (run.state === "running" && run.complete) return `${size}, ${days}. Its report is being written.`;
  if (run.wants_report) return `${size}, ${days}: all days are there, its report is not. Kept as ${name}.`;
  if (run.state === "running") return `${size}, ${days}. ${run.said?.includes("left") ? run.said.split("  ").at(-1) : ""}`;
  return `${size}, seed ${run.seed ?? ""}, ${days}: ${STATES[run.state]}. Kept as ${name}.`;
}

async function further(run, name) {
  if (!ended(run)) return [];
  const own = run.case && run.sent;
  return [own ? await bigger(run) : null, own ? el("a", { class: "action", href: `#change/${run.sent.scenario}`, text: "Change one thing" }) : null,
    el("a", { class: "action", href: `#data?run=${encodeURIComponent(name)}`, text: "Your own data beside it" })];
}

async function bigger(run) {
  const c = await get(`/api/cases/${encodeURIComponent(run.case)}`);
  const finer = c.scales.filter((s) => Math.round(c.people / Number(s.split(":")[1])) > run.persons);
  if (!finer.length || !run.sent?.scenario) return null;
  const size = el("select", { "aria-label": "Bigger size" }, finer.reverse().map((s) => el("option", { value: s, text: sized(s, c.people) })));
  const go = button("Make it bigger", async () => {
    const { name } = await post("/api/runs", { scenario: run.sent?.scenario, scale: size.value, seed: run.seed, changes: run.sent.changes });
    location.hash = `run/${name}`;
  }, { class: "action first" });
  return el("span", { class: "with" }, size, go);
}

async function begin(body, first) {
  const c = await get(`/api/cases/${encodeURIComponent(first.case)}`);
  const charts = el("div", { class: "charts" });
  const beside = el("div", { class: "charts" });
  let drawn = [];
  let run = first;
  const onday = (day) => drawn.forEach((each) => each.cursor(day));
  const day = panel(c, first, onday);
  const numbers = el("div", {});
  body.replaceChildren(
    el("div", { class: "watch" }, day.node, el("section", {}, el("h2", { text: "What people do" }), charts)),
    el("section", {}, el("h2", { text: "Beside what was published" }),
      el("p", { class: "soft", text: "A dot is what was published, a line through it the credible range." }), beside), folded("The same as a table", numbers));
  const draw = () => {
    drawn = run.responses.map((r) => chart({
      title: capital(r.word), unit: r.name === "stay" ? "persons: all others" : `persons ${r.about}`, dates: run.dates, days: run.days, zero: r.name !== "stay",
      lines: [{ name: r.word, colour: r.colour, values: run.nation[r.name] }] }));
    charts.replaceChildren(...drawn.map((each) => each.node));
    onday(day.day());
    numbers.replaceChildren(table("Persons by day", ["date", ...run.responses.map((r) => `#${r.word}`)],
      run.dates.map((date, k) => [written(date), ...run.responses.map((r) => amount(run.nation[r.name][k]))])));
  };
  const evidence = async () => {
    const found = await get(`/api/runs/${encodeURIComponent(run.name)}/evidence`);
    beside.replaceChildren(...(found.length ? found.map((e) => chart({
      title: e.title, note: e.note, unit: e.unit, share: e.share, dates: run.dates, days: e.line.length, points: e.points,
      lines: [{ name: "simulated", colour: e.colour, values: e.line }] }).node)
      : [el("p", { text: "Nothing was published that this run can be held against." })]));
  };
  draw();
  evidence().catch(wrong);
  return {
    update(next) {
      run = next;
      day.update(next);
      draw();
      if (next.done === next.days) evidence().catch(wrong);
    },
    leave: day.leave,
  };
}
