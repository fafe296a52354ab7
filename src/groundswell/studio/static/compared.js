// A comparison that runs as a process of its own: how far it is, what comes of the pairs that are there, at its end its report.
import { answer } from "./both.js";
import { amount, el, get } from "./dom.js";
import { follow } from "./follow.js";
import { STATES } from "./home.js";
import { keep } from "./keep.js";
import { told } from "./told.js";

export async function show(page, name) {
  const at = `/api/compares/${encodeURIComponent(name)}`;
  const { sent } = await get(at);
  const about = await get(`/api/parameters?scenario=${encodeURIComponent(sent.scenario)}`).catch(() => null);
  const c = about && (await get(`/api/cases/${encodeURIComponent(about.case)}`));
  const what = el("section", {}, el("h2", { text: "What is changed" }), about ? told(sent.changes, about) : el("p", { text: sent.arm }));
  let seen = 0; // pairs that the answer rests on
  return follow(page, at, name, {
    bar: "Pairs done", head: [what], done: (job) => job.done / job.pairs,
    words: (job) => (job.gone ? "Its folder was removed. It can be run again." : job.error
      || `${amount(job.persons)} simulated persons, ${job.done} of ${job.pairs} pairs: ${STATES[job.state]}. Kept as ${name}.`),
    more: () => [el("a", { class: "action", href: `#change/${sent.scenario}?c=${encodeURIComponent(JSON.stringify(sent.changes))}`, text: "Change it further" })],
    async update(job, { body, after }, turned) {
      const ended = job.state === "done" && !job.gone;
      if (c && job.done && !job.gone && (ended ? turned : job.done >= 2 * seen)) {
        seen = job.done;
        if (!body.firstChild) body.append(el("p", { class: "soft", text: "The pairs that are there are being read ..." }));
        const shown = await get(`${at}/effects`).then((r) => answer(c, r), (error) => [el("p", { class: "soft", text: error.message })]); // of another version: the report stays
        body.replaceChildren(...shown); // before the next look: no older answer comes after a newer one
      }
      if (ended && turned) after.replaceChildren(await keep(name, "compare.html", 6));
    },
  });
}
