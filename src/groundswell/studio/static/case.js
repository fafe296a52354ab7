// A case's page: who lives there, what is known, which scenarios there are; and a run, or a change, to begin with.
import { amount, button, el, folded, get, picture, post, svg, table, written } from "./dom.js";

export async function show(page, name) {
  const c = await get(`/api/cases/${encodeURIComponent(name)}`);
  document.getElementById("banner").textContent = c.notice;
  page.append(
    el("h1", { text: c.title }),
    el("p", { class: "lead", text: c.about }),
    el("div", { class: "halves" },
      el("div", {}, picture(c.map, `Map of the ${c.regions} regions of ${c.title}`, 2.5), el("p", { class: "soft", text: c.map_note })),
      el("div", {}, start(c), people(c))),
    known(c),
    sources(c));
  return () => {};
}

function start(c) {
  const which = el("select", { id: "which" }, c.scenarios.map((s) => el("option", { value: s.name, text: s.title || s.name })));
  const about = el("p", { class: "soft" });
  const size = el("select", { id: "size" }, c.scales.map((s) => el("option", { value: s, text: sized(s, c.people), selected: s === c.scale })));
  const change = el("a", { class: "action", text: "Change one thing" });
  const told = () => {
    about.textContent = c.scenarios.find((s) => s.name === which.value).about;
    change.href = `#change/${which.value}`;
  };
  which.addEventListener("change", told);
  told();
  const begin = button("Run it and watch", async () => {
    const { name } = await post("/api/runs", { scenario: which.value, scale: size.value });
    location.hash = `run/${name}`;
  }, { class: "action first" });
  return el("section", { class: "box" }, el("h2", { text: "Begin" }),
    el("p", {}, el("label", { for: "which", text: "Scenario" }), which), about,
    el("p", {}, el("label", { for: "size", text: "Size of the run" }), size),
    el("p", { class: "actions" }, begin, change, el("a", { class: "action", href: `#claims?case=${c.name}`, text: "Test a claim" })));
}

export function sized(scale, people) {
  const n = Number(scale.split(":")[1]);
  const persons = Math.round(people / n);
  const words = n === 1 ? "everybody" : `${amount(persons)} simulated persons, each stands for ${amount(n)}`;
  return `${scale} – ${n === 1 ? `${words}, ${amount(persons)}` : words}`;
}

function people(c) {
  return el("section", {}, el("h2", { text: "Who lives there" }),
    el("p", { text: `${amount(c.people)} people in ${c.regions} regions. ${c.largest.slice(0, 4).map((r) => `${r.name}: ${amount(r.people)}`).join("; ")}.` }),
    pyramid(c.people_by_age));
}

function pyramid({ women, men, first_age }) {
  const top = Math.max(...women, ...men);
  const bars = first_age.flatMap((age, k) => {
    const y = 8 * (first_age.length - 1 - k) + 4;
    const width = (v) => (v / top) * 120;
    return [
      svg("rect", { x: 150 - width(men[k]), y, width: width(men[k]), height: 6.5, fill: "#0072B2" }),
      svg("rect", { x: 180, y, width: width(women[k]), height: 6.5, fill: "#AA4499" }),
      k % 4 === 0 ? svg("text", { x: 165, y: y + 6.5, "text-anchor": "middle", text: String(age) }) : null,
    ].filter(Boolean);
  });
  const label = `Ages in bands of five years. Men at most ${amount(Math.max(...men))} in a band, women ${amount(Math.max(...women))}.`;
  return el("figure", {}, el("figcaption", {}, el("b", { text: "Ages" }), el("small", { text: `men left, women right; bands of five years, the last ${first_age.at(-1)} and older; the longest bar is ${amount(top)} people` })),
    svg("svg", { viewBox: "0 0 330 142", role: "img", "aria-label": label, class: "chart" }, bars));
}

const ROLES = { fit: "the model was fitted to it", check: "held against it", "held-out": "kept back until all was fixed" };

function known(c) {
  const rows = c.known.map((k) => [k.about, written(k.date), k.kind === "about" || k.kind === "exact" ? `${amount(k.value)}` : `${k.kind} ${amount(k.value)}`,
    k.low === null ? "" : `${amount(k.low)} to ${amount(k.high)}`, ROLES[k.role] || k.role, k.source]);
  const none = el("p", { text: "Nothing was published of it: the country is invented, or no figures have been entered." });
  return el("section", {}, el("h2", { text: "What is known" }),
    c.held_out.length ? el("p", { text: `Kept back to test the model: ${c.held_out.map((text) => text.replace(/\.$/, "")).join("; ")}.` }) : null,
    rows.length ? folded(`${rows.length} published figures, ${amount(c.observed)} observed values`,
      table("Published figures", ["what", "when", "#value", "#credible from to", "use", "source"], rows)) : none);
}

function sources(c) {
  const one = (s) => el("li", {}, el("b", { text: s.title }), ` ${s.cite} (${s.licence})`,
    s.caveats.length ? el("ul", {}, s.caveats.map((text) => el("li", { text }))) : null);
  return el("section", {}, folded(`Sources and caveats (${c.sources.length})`, el("ul", {}, c.sources.map(one))));
}
