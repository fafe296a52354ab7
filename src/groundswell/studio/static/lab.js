// The classics lab: a card for each model; its page opens beside, and comes back here.
import { el, get } from "./dom.js";

export async function show(page) {
  const labs = await get("/api/lab");
  page.append(
    el("h1", { text: "Classics lab" }),
    el("p", { class: "lead", text: "Five founding models of collective action to turn and watch: each with its equations, what the paper printed, and what did not come out." }),
    el("ul", { class: "cards" }, labs.map((lab) => el("li", { class: "card" }, el("div", { class: "body" },
      el("h2", {}, el("a", { href: `/lab/${lab.name}`, text: lab.title })),
      el("p", { class: "soft", text: lab.paper }),
      el("p", { text: lab.claim }))))),
    el("p", { class: "soft" }, "The same pages as files for a lecture: ", el("code", { text: "groundswell gallery DIR --lab" })));
}
