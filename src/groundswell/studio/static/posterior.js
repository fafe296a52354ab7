// A posterior that lies in the folder: what the evidence taught, its report, and the claims that it can weigh.
import { amount, el, get } from "./dom.js";
import { keep } from "./keep.js";

/** What a posterior is worth, in a few words. */
export const worth = (p) => (p.usable ? `worth ${amount(Math.round(p.worth))} equal draws` : `not to be used: ${p.why_not}`);

export async function show(page, name) {
  const p = await get(`/api/posteriors/${encodeURIComponent(name)}`);
  page.append(el("h1", { text: `What the evidence says of ${p.scenario}` }),
    el("p", { class: "lead", text: `A posterior: draws of ${p.parameters} things that are not known, weighed by how well they give what was published.` }),
    el("p", { class: "state", text: `${amount(p.runs)} runs of ${amount(p.persons)} simulated persons, fitted to ${p.used.join(", ")}: ${worth(p)}. Kept as ${p.name}.` }),
    p.usable ? el("p", { class: "actions" }, el("a", { class: "action first", href: `#claims${p.case ? `?case=${p.case}` : ""}`, text: "Weigh a claim by it" })) : "",
    await keep(name, "posterior.html", 4));
}
