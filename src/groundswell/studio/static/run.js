// A run: watched while its days come in, looked at when it is done; stopped, gone on with, made bigger.
import { chart } from "./chart.js";
import { sized } from "./case.js";
import { amount, button, el, folded, get, post, say, table, written, wrong } from "./dom.js";
import { STATES } from "./home.js";
import { keep } from "./keep.js";
import { panel } from "./mapday.js";

const EVERY = 400; // milliseconds between looks at a run under way

export async function show(page, name) {
  const at = `/api/runs/${encodeURIComponent(name)}`;
  const title = el("h1", { text: name });
  const state = el("p", { class: "state" });
  const bar = el("progress", { max: 1, value: 0, "aria-label": "Days done" });
  const actions = el("p", { class: "actions" });
  const body = el("div", {});
  const after = el("div", {});
  page.append(title, state, bar, actions, body, after);
  let held = null; // all regions' days so far
  let view = null;
  let timer = 0;
  let shown = "";
  let gone = false;

  const look = async () => {
    const from = held ? held.dates.length : 0;
    const run = await get(`${at}?from=${from}`);
    if (gone) return;
    if (run.dates && run.dates.length) held = joined(held, run);
    title.textContent = run.title || name;
    state.textContent = words(run, name);
    bar.value = run.days ? run.done / run.days : 0;
    bar.hidden = !["running", "waiting"].includes(run.state);
    if (run.notice) document.getElementById("banner").textContent = run.notice;
    if (held && !view) view = await begin(body, held);
    else if (held && view && (run.dates.length > from || !from)) view.update(held);
    if (run.state !== shown) {
      if (shown) say(`${run.title || name} ${STATES[run.state]}`);
      shown = run.state;
      await act(actions, after, run, name, again);
    }
    if (["running", "waiting"].includes(run.state)) timer = setTimeout(again, run.persons > 5e6 ? 4 * EVERY : EVERY); // a nation needs its processors
  };
  const again = () => {
    clearTimeout(timer);
    return look().catch((error) => {
      wrong(error);
      if (!gone && error.status !== 422) timer = setTimeout(again, 5 * EVERY);
    });
  };
  await look();
  return () => {
    gone = true;
    clearTimeout(timer);
    view?.leave();
  };
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
  if (run.state === "running") return `${size}, ${days}. ${run.said?.includes("left") ? run.said.split("  ").at(-1) : ""}`;
  return `${size}, seed ${run.seed ?? ""}, ${days}: ${STATES[run.state]}. Kept as ${name}.`;
}

async function act(actions, after, run, name, again) {
  const at = `/api/runs/${encodeURIComponent(name)}`;
  const made = [];
  if (["running", "waiting"].includes(run.state))
    made.push(button("Stop", async () => { await post(`${at}/stop`, {}); await again(); }, { class: "action" }));
  else if (run.goes_on_from !== null && run.goes_on_from !== undefined)
    made.push(button(`Go on from day ${run.goes_on_from}`, async () => { await post(`${at}/resume`, {}); await again(); }, { class: "action first" }));
  else if (run.nothing_left)
    made.push(button("Run it again", async () => { await post(`${at}/resume`, {}); await again(); }, { class: "action first" }));
  if (run.case && run.state === "done" && run.sent) made.push(await bigger(run), el("a", { class: "action", href: `#change/${run.sent.scenario}`, text: "Change one thing" }));
  if (run.state === "done") made.push(el("a", { class: "action", href: `#data?run=${encodeURIComponent(name)}`, text: "Your own data beside it" }));
  actions.replaceChildren(...made.filter(Boolean));
  if (run.state === "done" && run.complete) after.replaceChildren(await keep(name, "report.html"));
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
    el("section", {}, el("h2", { text: "Beside what was published" }), beside), folded("The same as a table", numbers));
  const draw = () => {
    drawn = run.responses.map((r) => chart({
      title: r.word[0].toUpperCase() + r.word.slice(1), unit: `persons ${r.about}`, dates: run.dates, days: run.days, zero: r.name !== "stay",
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
