// Every run of the folder, those that wait and those that run among them.
import { el, get } from "./dom.js";
import { recent } from "./home.js";

export async function show(page) {
  const list = el("div", {});
  const look = async () => {
    const runs = await get("/api/runs");
    list.replaceChildren(runs.length ? recent(runs) : el("p", {}, "There are none yet. ", el("a", { href: "#", text: "Pick a case" }), " and run it."));
  };
  page.append(el("h1", { text: "Runs" }),
    el("p", { class: "lead", text: "Each run is a process of its own and a folder on your disk. It goes on when this page or the studio is closed." }), list);
  await look();
  const timer = setInterval(() => look().catch(() => {}), 2000);
  return () => clearInterval(timer);
}
