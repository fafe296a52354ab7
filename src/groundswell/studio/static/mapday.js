// The map of a day: a slider over days, a choice of response, playing; each step recolours what has changed.
import { amount, el, written } from "./dom.js";
import { borders, classOf, legend, map, spread } from "./map.js";

const FEWEST = 10; // simulated persons on which a region may be coloured
const STEP = 120; // milliseconds a day while playing

/** The panel of a run's days by region; `onday` hears which day is shown. */
export function panel(c, run, onday) {
  if (!c.map) return { node: el("section", {}, el("p", { text: "This case has no map." })), update() {}, leave() {}, day: () => run.dates.length - 1 };
  const local = run.responses.filter((r) => run.regions[r.name]);
  const slider = el("input", { type: "range", id: "day", min: 0, max: run.dates.length - 1, value: run.dates.length - 1 });
  const date = el("output", { for: "day" });
  const pointed = el("p", { class: "pointed", "aria-hidden": "true" });
  const key = el("div", {});
  const names = new Map(run.places.map((p) => [p.code, p]));
  const drawn = map(c.map, "", (code) => { at = code; point(); });
  const which = el("fieldset", { class: "choice" }, el("legend", { text: "Show on the map" }), local.map((r, k) =>
    el("label", {}, el("input", { type: "radio", name: "response", value: r.name, checked: k === 0, onchange: () => choose(r) }), r.word)));
  const play = el("button", { type: "button", class: "play", text: "Play", onclick: () => (timer ? pause() : start()) });
  let [response, at, timer, rates, classes, hues] = [local[0], null, 0, [], [], []];

  const choose = (r) => {
    response = r;
    rates = perPerson(run, r);
    const known = rates.flatMap((day) => day.filter((v) => v !== null));
    const edges = borders(known);
    hues = spread(r.hues, Math.max(edges.length - 1, 0));
    classes = rates.map((day) => new Map(run.codes.map((code, k) => [code, day[k] === null ? -1 : day[k] <= 0 || !edges.length ? -1 : classOf(day[k], edges)])));
    const unit = r.name === "voice" ? "days in the street up to this day, per 100,000 inhabitants" : `persons ${r.about} on this day, per 100,000 inhabitants`;
    key.replaceChildren(legend(edges, hues, unit));
    paint();
  };
  const paint = () => {
    const day = Number(slider.value);
    drawn.colour(classes[day] || new Map(), hues);
    date.textContent = written(run.dates[day]);
    slider.setAttribute("aria-valuetext", written(run.dates[day]));
    point();
    onday(day);
  };
  const point = () => {
    const k = at === null ? -1 : run.codes.indexOf(at);
    const value = k < 0 ? null : rates[Number(slider.value)]?.[k];
    pointed.textContent = k < 0 ? "" : `${names.get(at)?.name || at}: ${value === null || value === undefined ? "fewer than 10 simulated persons" : `${amount(value)} per 100,000`}`;
  };
  const describe = () => {
    const day = rates[Number(slider.value)] || [];
    const top = run.codes.map((code, k) => [names.get(code)?.name || code, day[k]]).filter(([, v]) => v > 0).sort((a, b) => b[1] - a[1]).slice(0, 3);
    drawn.describe(`Map of ${response.word} on ${written(run.dates[Number(slider.value)])}, per 100,000 inhabitants. ${top.length ? `Highest: ${top.map(([n, v]) => `${n} ${amount(v)}`).join(", ")}.` : "No region has ten simulated persons."}`);
  };
  const pause = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; describe(); };
  const start = () => {
    if (Number(slider.value) >= Number(slider.max)) slider.value = 0;
    play.textContent = "Pause";
    timer = setInterval(() => {
      if (Number(slider.value) >= Number(slider.max)) return pause();
      slider.value = Number(slider.value) + 1;
      paint();
    }, STEP);
  };
  slider.addEventListener("input", paint);
  slider.addEventListener("change", describe);
  choose(response);
  describe();
  const node = el("section", { class: "mapday" }, el("h2", { text: "Where" }), which, drawn.node, pointed,
    el("p", { class: "slide" }, el("label", { for: "day", text: "Day" }), slider, date, play), key, el("p", { class: "soft", text: c.map_note }));
  return {
    node, leave: pause, day: () => Number(slider.value),
    update(next) {
      const last = Number(slider.value) === Number(slider.max);
      run = next;
      slider.max = run.dates.length - 1;
      if (last) slider.value = slider.max;
      choose(run.responses.find((r) => r.name === response.name));
      describe();
    },
  };
}

/** Rates per 100,000 by day and region; null on too few simulated persons. Protest is summed up to the day. */
export function perPerson(run, response) {
  const people = new Map(run.places.map((p) => [p.code, p.people]));
  const sums = run.codes.map(() => 0);
  return run.regions[response.name].map((day) => day.map((count, k) => {
    sums[k] = response.name === "voice" ? sums[k] + count : count;
    return sums[k] / run.weight < FEWEST - 1e-6 ? null : (1e5 * sums[k]) / people.get(run.codes[k]);
  }));
}
