// The timeline: each event on a track of days, to be moved, taken away, set otherwise; and others added.
import { el, written } from "./dom.js";
import { slider } from "./sliders.js";

export const KINDS = {
  announcement: "announcement", belief: "what people believe of the total", border_rule: "border rule", concession: "concession",
  decree: "decree", local_trigger: "local trigger", policing_level: "level of policing", rally: "protest day announced", shutdown: "networks cut",
};

/** What an event is, beside its name; nothing where the name says it. */
const kindOf = (name, kind) => (name === (KINDS[kind] || kind) ? null : el("span", { class: "soft", text: KINDS[kind] || kind }));

/** The panel; `changes` is a Map of dotted keys, `changed(key, value)` hears each change; ids begin with `tag`. */
export function timeline(about, changes, changed, tag = "") {
  const list = el("div", { class: "timeline" });
  const date = (day) => written(new Date(Date.parse(about.start) + day * 864e5).toISOString().slice(0, 10), true);
  const draw = () => list.replaceChildren(...about.events.map(given), ...added());

  const track = (name, day, hear) => {
    const id = `${tag}day-${name}`;
    const out = el("output", { for: id, text: date(day) });
    const input = el("input", { type: "range", id, min: 0, max: about.days - 1, step: 1, "aria-label": `Day of ${name}`, "aria-valuetext": date(day) });
    input.value = day;
    input.addEventListener("input", () => { out.textContent = date(Number(input.value)); input.setAttribute("aria-valuetext", out.textContent); });
    input.addEventListener("change", () => hear(Number(input.value)));
    return [out, input];
  };

  const given = (e) => {
    const key = `events.${e.name}`;
    const gone = changes.get(`${key}.remove`) === true;
    const day = changes.get(`${key}.day`) ?? e.day;
    const [out, input] = track(e.name, day, (now) => {
      const shift = e.until === null ? undefined : Math.min(Math.max(e.until + now - e.day, now), about.days - 1);
      if (shift !== undefined) changed(`${key}.until`, now === e.day ? undefined : shift, true);
      changed(`${key}.day`, now === e.day ? undefined : now);
      node.classList.toggle("other", now !== e.day);
    });
    input.disabled = gone;
    const out_ = el("button", { type: "button", text: gone ? "Put back" : "Take away", "aria-label": `${gone ? "Put back" : "Take away"} ${e.name}`,
      onclick: () => {
        for (const each of [...changes.keys()].filter((k) => k.startsWith(`${key}.`))) changed(each, undefined, true);
        changed(`${key}.remove`, gone ? undefined : true);
        draw();
        list.querySelector(`[data-event="${CSS.escape(e.name)}"] button`)?.focus();
      } });
    const node = el("div", { class: `event${gone ? " gone" : ""}${day !== e.day ? " other" : ""}`, "data-event": e.name },
      el("div", { class: "name" }, el("b", { text: e.name }), kindOf(e.name, e.kind), out, out_), input,
      gone || !e.parameters.length ? null : el("details", { open: e.parameters.some((p) => changes.has(p.key)) }, el("summary", { text: "How strong" }),
        e.source ? el("p", { class: "soft", text: `Source: ${e.source}` }) : null,
        e.parameters.map((p) => slider({ ...p, about: p.about.replace(/ \(event .*\)$/, "") }, changes.get(p.key) ?? p.value, changed))));
    return node;
  };

  const added = () => {
    const known = new Set(about.events.map((e) => e.name));
    const names = [...new Set([...changes.keys()].filter((k) => k.startsWith("events.") && k.endsWith(".kind")).map((k) => k.split(".")[1]))];
    return names.filter((name) => !known.has(name)).map((name) => {
      const key = `events.${name}`;
      const kind = about.kinds.find((k) => k.kind === changes.get(`${key}.kind`));
      const [out, input] = track(name, changes.get(`${key}.day`), (now) => changed(`${key}.day`, now));
      const drop = el("button", { type: "button", text: "Take away", "aria-label": `Take away ${name}`, onclick: () => {
        for (const each of [...changes.keys()].filter((k) => k.startsWith(`${key}.`))) changed(each, undefined, true);
        changed(`${key}.kind`, undefined);
        draw();
        which.focus(); // what was pressed is gone
      } });
      const fields = (kind?.fields || []).map((f) => {
        const at = `${key}.${f.name}`;
        const p = { ...f, key: at, declared: f.about, source: "set by you", status: "assumed", prior: null, switch: typeof f.value === "boolean" };
        return slider(p, changes.get(at) ?? f.value, (k, v) => changed(k, v === undefined && f.needed ? f.value : v), true);
      });
      return el("div", { class: "event other", "data-event": name }, el("div", { class: "name" }, el("b", { text: name }), el("span", { class: "soft", text: `${KINDS[kind?.kind] || ""}, added` }), out, drop), input,
        fields.length ? el("details", {}, el("summary", { text: "How strong" }), fields) : null);
    });
  };

  const which = el("select", { id: `${tag}kind` }, about.kinds.map((k) => el("option", { value: k.kind, text: KINDS[k.kind] || k.kind, selected: k.kind === "rally" })));
  const more = el("button", { type: "button", text: "Add", onclick: () => {
    const kind = about.kinds.find((k) => k.kind === which.value);
    const taken = new Set([...about.events.map((e) => e.name), ...[...changes.keys()].map((k) => k.split(".")[1])]);
    let k = 1;
    while (taken.has(`${kind.kind.replaceAll("_", "-")}-new-${k}`)) k++;
    const key = `events.${kind.kind.replaceAll("_", "-")}-new-${k}`;
    changed(`${key}.day`, Math.min(3, about.days - 1), true);
    for (const f of kind.fields.filter((f) => f.needed)) changed(`${key}.${f.name}`, f.value, true);
    changed(`${key}.kind`, kind.kind);
    draw();
    list.querySelector(`[data-event="${CSS.escape(key.slice("events.".length))}"] input`).focus(); // its day is next
  } });
  draw();
  return el("div", {}, list, el("p", { class: "with" }, el("label", { for: which.id, text: "Add an event" }), which, more));
}
