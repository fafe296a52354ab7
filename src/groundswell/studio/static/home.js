// The first screen: every case with its map, dates and standing, and the runs that the folder holds.
import { amount, el, get, picture, written } from "./dom.js";

const STATUS = {
  draft: "draft: not yet checked by a second person",
  reviewed: "reviewed",
  "blind-checked": "checked by a second person who did not know the first one's numbers",
};

export async function show(page) {
  const home = await get("/api/home");
  page.append(
    el("h1", { text: "Look at a society, change one thing, see both worlds" }),
    el("p", { class: "lead", text: "Pick a case. Run it and watch what people do: protest, leave, hide, comply or stay. Or change one thing and see how the same society does with and without it." }),
    el("ul", { class: "cards" }, home.cases.map(card)),
    ...(home.runs.length ? [recent(home.runs)] : []), // append would write null as a word
    el("p", { class: "soft", text: `groundswell ${home.version} · runs are kept in ${home.folder}` }),
  );
}

function card(c) {
  const end = new Date(Date.parse(c.start) + (c.days - 1) * 864e5).toISOString().slice(0, 10);
  return el("li", { class: "card" },
    picture(c.map, `Outline of ${c.title}`),
    el("div", { class: "body" },
      el("h2", {}, el("a", { href: `#case/${c.name}`, text: c.title })),
      el("p", { class: "soft", text: `${written(c.start)} to ${written(end)} · ${amount(c.people)} people in ${c.regions} regions` }),
      el("p", { text: c.about }),
      el("p", { class: "tag", text: STATUS[c.status] || c.status })));
}

export const STATES = {
  waiting: "waits", running: "is running", done: "finished", stopped: "stopped", failed: "failed", killed: "ended without a word",
};

const PAGES = { compare: "compared", claim: "judged", posterior: "posterior" };
const KINDS = { run: "run", compare: "comparison", claim: "test of a claim", posterior: "posterior" };

export function recent(runs) {
  return el("section", {}, el("h2", { text: "Runs in this folder" }), el("ul", { class: "plain" }, runs.slice(0, 20).map((run) =>
    el("li", {}, el("a", { href: `#${PAGES[run.kind] || "run"}/${run.name}`, text: run.title }),
      ` ${KINDS[run.kind] || run.kind} · ${run.name} · ${run.persons ? `${amount(run.persons)} simulated persons · ` : ""}${STATES[run.state] || run.state}`))));
}
