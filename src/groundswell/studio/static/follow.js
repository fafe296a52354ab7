// A process that goes on by itself, looked at again and again: how far it is, Stop and Go on, what stands there at its end.
import { button, el, get, post, say, wrong } from "./dom.js";
import { STATES } from "./home.js";

const LATER = 2500; // milliseconds after which a server that did not answer is asked again

/**
 * Follow the job at the address `at`, called `name`, until the returned function is called. `of` says what is its own:
 *   bar       what the bar of progress counts
 *   head      elements between title and state, by default none
 *   done(job) the share that is done; words(job) how far it is, in words
 *   update(job, places, turned) shows what is new in places.body and places.after; `turned`: its state is another than before
 *   every(job), query(), resume(job), more(job, act): milliseconds between looks, what is asked, the words of a button
 *     that goes on or null, further actions; act(way, sent) posts to the job and looks again
 */
export async function follow(page, at, name, of) {
  const [title, state, actions] = [el("h1", { text: name }), el("p", { class: "state" }), el("p", { class: "actions" })];
  const bar = el("progress", { max: 1, value: 0, "aria-label": of.bar });
  const places = { body: el("div", {}), after: el("div", {}) };
  page.append(title, ...(of.head || []), state, bar, actions, places.body, places.after);
  let [timer, shown, gone, pressed] = [0, "", false, false];
  const look = async () => {
    const job = await get(at + (of.query?.() || ""));
    if (gone) return;
    const on = ["running", "waiting"].includes(job.state);
    const turned = job.state !== shown;
    title.textContent = job.title || name;
    state.textContent = of.words(job);
    [bar.value, bar.hidden] = [of.done(job) || 0, !on];
    if (job.notice) document.getElementById("banner").textContent = job.notice;
    if (turned) {
      if (shown) say(`${job.title || name} ${STATES[job.state]}`);
      shown = job.state;
      if (on) places.after.replaceChildren(); // what stood at the end of a shorter one
      const go = on ? null : (of.resume || resume)(job);
      actions.replaceChildren(...[
        on ? button("Stop", () => act("stop"), { class: "action" }) : null,
        go ? button(go, () => act("resume"), { class: "action first" }) : null, ...((await of.more?.(job, act)) || [])].filter(Boolean));
      if (pressed) actions.querySelector("button, a")?.focus({ preventScroll: true }); // what was pressed is gone
      pressed = false;
    }
    await of.update?.(job, places, turned);
    if (on && !gone) timer = setTimeout(again, of.every?.(job) || 500);
  };
  const again = () => {
    clearTimeout(timer);
    return look().catch((error) => {
      wrong(error);
      if (!gone && error.status !== 422) timer = setTimeout(again, LATER);
    });
  };
  const act = async (way, sent = {}) => {
    await post(`${at}/${way}`, sent);
    pressed = true;
    await again();
  };
  await look();
  return () => { gone = true; clearTimeout(timer); };
}

const resume = (job) => (job.again || job.gone ? "Go on" : null);
