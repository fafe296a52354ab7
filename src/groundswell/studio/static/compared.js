// A comparison that runs as a process of its own: how far it is, and at its end its report.
import { amount, button, el, get, post, say, wrong } from "./dom.js";
import { STATES } from "./home.js";
import { keep } from "./keep.js";

const EVERY = 500; // milliseconds between looks

export async function show(page, name) {
  const at = `/api/compares/${encodeURIComponent(name)}`;
  const [title, state, actions, after] = [el("h1", { text: name }), el("p", { class: "state" }), el("p", { class: "actions" }), el("div", {})];
  const bar = el("progress", { max: 1, value: 0, "aria-label": "Pairs done" });
  page.append(title, state, bar, actions, after);
  let [timer, shown, gone] = [0, "", false];
  const look = async () => {
    const job = await get(at);
    if (gone) return;
    title.textContent = job.title;
    if (job.notice) document.getElementById("banner").textContent = job.notice;
    const on = ["running", "waiting"].includes(job.state);
    bar.hidden = !on;
    bar.value = job.pairs ? job.done / job.pairs : 0;
    state.textContent = job.gone ? "Its folder was removed. It can be run again." : job.error || `${job.sent.arm}. ${amount(job.persons)} simulated persons, ${job.done} of ${job.pairs} pairs: ${STATES[job.state]}. Kept as ${name}.`;
    if (job.state !== shown) {
      if (shown) say(`${job.title} ${STATES[job.state]}`);
      shown = job.state;
      const change = el("a", { class: "action", href: `#change/${job.sent.scenario}?c=${encodeURIComponent(JSON.stringify(job.sent.changes))}`, text: "Change it further" });
      actions.replaceChildren(...[
        on ? button("Stop", async () => { await post(`${at}/stop`, {}); await again(); }, { class: "action" }) : null,
        job.again || job.gone ? button("Go on", async () => { await post(`${at}/resume`, {}); await again(); }, { class: "action first" }) : null, change].filter(Boolean));
      if (job.state === "done" && !job.gone) after.replaceChildren(await keep(name, "compare.html", 6));
    }
    if (on) timer = setTimeout(again, EVERY);
  };
  const again = () => {
    clearTimeout(timer);
    return look().catch((error) => {
      wrong(error);
      if (!gone && error.status !== 422) timer = setTimeout(again, 5 * EVERY);
    });
  };
  await look();
  return () => { gone = true; clearTimeout(timer); };
}
