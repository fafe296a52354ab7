// Claims: the folder's own and those of the cases; one is picked and tested, or a new one is written.
import { sized } from "./case.js";
import { button, el, folded, get, post } from "./dom.js";
import { worth } from "./posterior.js";

export async function show(page, name, query) {
  return name ? one(page, name) : list(page, query.get("case"));
}

async function list(page, only) {
  const claims = (await get("/api/claims")).filter((c) => !only || c.case === only || c.own);
  const cases = [...new Set(claims.map((c) => (c.own ? "" : c.case)))];
  page.append(
    el("h1", { text: "Claims" }),
    el("p", { class: "lead", text: "A claim goes in, a verdict with its uncertainty comes out: how often it holds over all that is not known, what it depends on, and what may be said of it." }),
    el("p", { class: "actions" }, el("a", { class: "action first", href: `#write${only ? `?case=${encodeURIComponent(only)}` : ""}`, text: "Write a claim of your own" }),
      only ? el("a", { class: "action", href: "#claims", text: "Claims of all cases" }) : null),
    ...cases.map((of) => el("section", {}, el("h2", { text: claims.find((c) => c.case === of && !c.own)?.of || "Of this folder" }),
      el("ul", { class: "cards" }, claims.filter((c) => (c.own ? "" : c.case) === of).map(card)))));
}

const card = (c) => el("li", { class: "card" }, el("div", { class: "body" },
  el("h3", {}, c.damaged ? c.title : el("a", { href: `#claims/${c.name}`, text: c.title })),
  el("p", { text: c.damaged ? c.text : `“${c.text}”` }), el("p", { class: "soft", text: [c.name.replace("own/", ""), c.said].filter(Boolean).join(" · ") })));

async function one(page, name) {
  const claim = await get(`/api/claims/one?name=${encodeURIComponent(name)}`);
  const [c, known] = await Promise.all([get(`/api/cases/${encodeURIComponent(claim.case)}`), get("/api/posteriors")]);
  const posteriors = known.filter((p) => !p.case || p.case === claim.case);
  document.getElementById("banner").textContent = c.notice;
  page.append(
    el("h1", { text: claim.title }),
    el("p", { class: "lead", text: `“${claim.text}”` }), el("p", { class: "soft", text: claim.said }),
    el("div", { class: "halves" }, reading(claim), begin(name, c, posteriors)),
    folded("The claim's file", el("pre", { text: claim.file })),
    el("p", {}, el("a", { href: `#write?like=${encodeURIComponent(name)}`, text: claim.own ? "Change this claim" : "Write one like it" })));
}

export const sign = { rises: "rises", falls: "falls", unchanged: "stays as it is", identical: "is the same to the last digit" };

function reading(claim) {
  return el("section", {}, el("h2", { text: "How it is read" }), el("p", { text: claim.reading }),
    el("h3", { text: "It holds where all of this holds" }),
    el("ul", {}, claim.conditions.map((k) => el("li", {}, k.text, el("small", { text: ` (${k.outcome} ${sign[k.direction]}, ${k.arm} against ${k.against}${limit(k)})` })))),
    el("h3", { text: "It would be refuted if" }), el("p", { text: claim.refuted_if }),
    el("h3", { text: "The literature expects" }), el("p", { text: claim.literature }),
    claim.assumptions.length ? el("div", {}, el("h3", { text: "It rests on" }), el("ul", {}, claim.assumptions.map((text) => el("li", { text })))) : null);
}

const limit = (k) => (k.threshold ? `, by more than ${k.relative ? `${100 * k.threshold} %` : k.threshold}` : "");

function begin(name, c, posteriors) {
  const size = el("select", { id: "size" }, c.scales.map((s) => el("option", { value: s, text: sized(s, c.people), selected: s === c.scales.at(-1) })));
  const draws = el("input", { id: "draws", type: "number", min: 2, max: 10000, value: 40 });
  const pairs = el("input", { id: "pairs", type: "number", min: 1, max: 100, value: 1 });
  const fails = el("input", { id: "fails", type: "checkbox", checked: true });
  const weighed = el("select", { id: "weighed" }, el("option", { value: "", text: "none: the stated assumptions alone" }), posteriors.map((p) => el("option", { value: p.name, text: `${p.name}, of ${p.scenario}, ${worth(p)}`, disabled: !p.usable })));
  const test = button("Test it", async () => {
    const sent = { claim: name, scale: size.value, draws: Number(draws.value), pairs: Number(pairs.value), could_fail: fails.checked, posterior: weighed.value };
    location.hash = `judged/${(await post("/api/judging", sent)).name}`;
  }, { class: "action first" });
  const row = (label, input, about) => el("p", {}, el("label", { for: input.id, text: label }), input, about ? el("small", { text: ` ${about}` }) : null);
  return el("section", { class: "box" }, el("h2", { text: "Test it" }),
    row("Size of each run", size),
    row("Draws", draws, "of everything that is not known; 40 give a first answer, 200 a firm one"),
    row("Pairs of runs a draw", pairs, "with 1, every fourth draw gets a second"),
    el("p", {}, fails, el("label", { for: "fails", text: " Ask whether it could have come out otherwise (64 points more)" })),
    posteriors.length ? row("Weighed by a posterior", weighed, "the share before and after the evidence; weighed draws are worth less than their number: take 80 or more")
      : el("p", { class: "soft" }, "To see it before and after the evidence, put a posterior into this folder: ", el("code", { text: `groundswell calibrate ${c.scenario} --out FOLDER/NAME` })),
    el("p", { class: "actions" }, test));
}
