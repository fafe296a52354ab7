// What is changed, in words: a parameter by its meaning and unit, all of one event together; keys stand small beside.
import { capital, el, written } from "./dom.js";
import { KINDS } from "./events.js";
import { shown, unitOf } from "./sliders.js";

const MANY = ["", "one thing", "two things", "three things"];

/** The changes by what they change: an event is one thing, whatever of it is changed. */
function things(changes) {
  const found = new Map();
  for (const [key, value] of Object.entries(changes)) {
    const [table, name, field] = key.split(".");
    const what = table === "events" ? `events.${name}` : key;
    found.set(what, { ...found.get(what), [table === "events" ? field : "value"]: value });
  }
  return found;
}

/** "two things" */
export const howMany = (changes) => { const n = things(changes).size; return MANY[n] || `${n} things`; };

/** A list of what is changed; `about`: what the scenario says of itself; `back(name, key)` makes a button behind each. */
export function told(changes, about, back = () => "") {
  const known = new Map(about.groups.flatMap((g) => g.parameters).map((p) => [p.key, p]));
  const rows = [...things(changes)].map(([key, to]) => (key.startsWith("events.") ? event(key, to, about) : parameter(known.get(key), key, to.value)));
  const line = ([name, text, key]) => el("li", {}, el("b", { text: name }), `: ${text} `, el("small", {}, el("code", { text: key })), " ", back(name, key));
  return el("ul", { class: "plain told" }, rows.length ? rows.map(line) : el("li", { text: "Nothing yet." }));
}

const value = (v) => (typeof v === "boolean" ? (v ? "yes" : "no") : shown(v));

function parameter(p, key, to) {
  if (!p) return [key, value(to), key];
  return [capital(p.about), `${value(to)}, was ${value(p.value)}${p.switch || !unitOf(p.unit) ? "" : ` (${p.unit})`}`, key];
}

function event(key, to, about) {
  const name = key.slice("events.".length);
  const given = about.events.find((e) => e.name === name);
  const kind = about.kinds.find((k) => k.kind === to.kind);
  const day = (d) => written(new Date(Date.parse(about.start) + d * 864e5).toISOString().slice(0, 10), true);
  const own = given ? given.parameters : (kind?.fields || []).map((f) => ({ ...f, key: `${key}.${f.name}`, value: undefined }));
  const parts = [];
  if (to.remove) parts.push("taken away");
  if (to.kind) parts.push("added");
  if (to.day !== undefined) parts.push(given ? `on ${day(to.day)}, was ${day(given.day)}` : `on ${day(to.day)}`);
  if (to.until !== undefined) parts.push(`until ${day(to.until)}`);
  for (const [field, v] of Object.entries(to)) {
    if (["remove", "kind", "day", "until"].includes(field)) continue;
    const p = own.find((each) => each.key === `${key}.${field}`);
    const was = p?.value === undefined ? "" : `, was ${value(p.value)}`;
    parts.push(`${p ? p.about.replace(/ \(event .*\)$/, "") : field} ${value(v)}${was}`);
  }
  const what = KINDS[given?.kind || to.kind] || given?.kind || to.kind;
  return [`Event ${name}${what && what !== name ? ` (${what})` : ""}`, parts.join("; "), key];
}
