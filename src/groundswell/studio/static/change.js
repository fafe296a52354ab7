// Change one thing: sliders and timeline on the left, both worlds on the right, answered while one goes on.
import { answer, brief } from "./both.js";
import { sized } from "./case.js";
import { button, el, folded, get, post, right, say, wrong } from "./dom.js";
import { timeline } from "./events.js";
import { panel } from "./sliders.js";
import { howMany, told } from "./told.js";

const STEPS = [1, 2, 4, 8]; // pairs: a first answer at once, then surer ones
const TAB = Math.random().toString(36).slice(2);
let turn = 0;

export async function show(page, name, query) {
  const kept = name.startsWith("worlds/") ? await get(`/api/worlds/${encodeURIComponent(name.slice(7))}`) : null;
  const scenario = kept ? kept.scenario : name;
  const about = await get(`/api/parameters?scenario=${encodeURIComponent(scenario)}`);
  const c = await get(`/api/cases/${encodeURIComponent(about.case)}`);
  const changes = new Map(Object.entries(kept && !query.has("c") ? kept.changes : JSON.parse(query.get("c") || "{}")));
  document.getElementById("banner").textContent = c.notice;
  const result = el("div", { class: "result", "aria-busy": "false" });
  const state = el("p", { class: "state", role: "status" });
  const what = el("div", {});
  const after = el("div", {});
  const short = el("p", { class: "brief" });
  let asking = null;
  let timer = 0;
  let version = kept?.version || "";

  const back = button("Back to the baseline", async () => { changes.clear(); remember(); dispatchEvent(new HashChangeEvent("hashchange")); });
  const remember = () => {
    const sent = changes.size ? `?c=${encodeURIComponent(JSON.stringify(Object.fromEntries(changes)))}` : "";
    history.replaceState(null, "", `#change/${name}${sent}`);
  };
  const tell = () => {
    back.hidden = !changes.size;
    const all = Object.fromEntries(changes);
    what.replaceChildren(el("h2", { text: `What is changed${changes.size > 1 ? `: ${howMany(all)}` : ""}` }), told(all, about));
  };
  const changed = (key, value, quiet) => {
    if (value === undefined) changes.delete(key);
    else changes.set(key, value);
    if (quiet) return;
    remember();
    tell();
    ask();
  };
  const ask = () => {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(run, 60);
  };
  const run = async () => {
    const mine = new AbortController();
    asking = mine;
    result.setAttribute("aria-busy", "true");
    const sent = { scenario, scale: about.scale, changes: Object.fromEntries(changes), tab: TAB };
    try {
      for (const pairs of changes.size ? STEPS : [2]) {
        state.textContent = changes.size ? `Running ${pairs} ${pairs === 1 ? "pair" : "pairs"} ...` : "Running the baseline ...";
        const slow = setTimeout(() => { state.textContent += " The first run on a machine also compiles the model: a minute, once."; }, 4000);
        const found = await post("/api/pairs", { ...sent, pairs, turn: ++turn }, mine.signal).finally(() => clearTimeout(slow));
        if (mine.signal.aborted || found.stale) return;
        right();
        draw(found);
      }
      state.textContent = changes.size ? "" : "This is the baseline. Move a slider, or an event: the changed world appears beside it.";
      if (changes.size) say("Both worlds are there.");
      after.hidden = !changes.size;
    } catch (error) {
      if (!mine.signal.aborted) { state.textContent = ""; wrong(error); }
    } finally {
      if (asking === mine) result.setAttribute("aria-busy", "false");
    }
  };
  const draw = (r) => {
    short.replaceChildren(...(r.outcomes ? [el("button", { type: "button", text: brief(r), onclick: () => result.scrollIntoView() })] : []));
    result.replaceChildren(...answer(c, r));
  };

  after.hidden = !changes.size;
  after.append(larger(about, c, () => ({ scenario, changes: Object.fromEntries(changes) })), saved(name, kept, () => ({ scenario, changes: Object.fromEntries(changes), version }), (v) => { version = v; }));
  page.append(
    el("h1", { text: kept ? kept.title : `Change one thing: ${about.title}` }),
    el("div", { class: "worlds" },
      el("section", { class: "left", "aria-label": "What is changed" }, what, back,
        el("h2", { text: "Assumptions" }), panel(about.groups, changes, changed),
        el("h2", { text: "Events" }), timeline(about, changes, changed)),
      el("section", { class: "right" }, el("h2", { text: "What comes of it" }), state, result, after)), short);
  tell();
  run();
  return () => { asking?.abort(); clearTimeout(timer); };
}

function larger(about, c, sent) {
  const size = el("select", { id: "larger" }, c.scales.map((s) => el("option", { value: s, text: sized(s, c.people), selected: s === about.scale })));
  const pairs = el("select", { id: "pairs" }, [8, 16, 32, 64].map((n) => el("option", { value: n, text: `${n} pairs` })));
  const go = button("Run it as a comparison", async () => {
    const { name } = await post("/api/compares", { ...sent(), scale: size.value, pairs: Number(pairs.value) });
    location.hash = `compared/${name}`;
  }, { class: "action first" });
  return el("section", { class: "box" }, el("h2", { text: "Larger, and with a report" }),
    el("p", { text: "The same comparison as a process of its own: it goes on when the page is closed, and ends in a report with charts, tables and what may be quoted." }),
    el("p", { class: "with" }, el("label", { for: "larger", text: "Size" }), size, el("label", { for: "pairs", text: "Pairs" }), pairs, go));
}

function saved(name, kept, sent, now) {
  const input = el("input", { id: "world", value: kept ? kept.name : "", autocomplete: "off", maxlength: 100, size: 24 });
  const text = el("pre", {});
  const shown = folded("The scenario file", text);
  shown.addEventListener("toggle", async () => {
    if (!shown.open) return;
    try { text.textContent = (await post("/api/written", sent())).text; } catch (error) { wrong(error); }
  });
  const keep = button("Save this world", async () => {
    const found = await post("/api/worlds", { ...sent(), name: input.value || "changed" });
    now(found.version);
    say("Saved.");
    shown.before(el("p", {}, "Saved as ", el("code", { text: `worlds/${found.name}.toml` }), ": ", el("code", { text: `groundswell run worlds/${found.name}.toml` })));
  });
  return el("section", { class: "box" }, el("h2", { text: "Keep it" }), el("p", { class: "with" }, el("label", { for: "world", text: "Name" }), input, keep), shown);
}
