// An arm of a claim by hand: the sliders and the timeline of a changed world, and shifts of a parameter by a factor or a step.
import { el, folded } from "./dom.js";
import { timeline } from "./events.js";
import { panel } from "./sliders.js";
import { told } from "./told.js";

const HOW = { "*=": "times", "+=": "plus" };

/** A value as the file writes it. */
const written = (value) => JSON.stringify(value);

export class Arm {
  /** `given` {name, parsed}: an arm as the server tells it; `place(key, label, input)` labels a field, `about` what may be changed. */
  constructor(n, given, about, place) {
    const parsed = given.parsed || [];
    this.n = n;
    this.set = new Map(parsed.filter((c) => c.how === "=").map((c) => [c.key, c.value]));
    this.shifts = parsed.filter((c) => c.how !== "=").map((c) => ({ ...c }));
    this.name = el("input", { type: "text", value: given.name, autocomplete: "off" });
    this.mistake = el("p", { class: "mistake", tabindex: "-1", hidden: true });
    [this.list, this.inside] = [el("div", {}), el("div", {})];
    this.node = el("section", { class: "item arm", "aria-label": `Arm ${n}` },
      place(`arms[${n}].name`, `Arm ${n}: its name`, this.name), this.list, this.mistake, this.inside);
    this.draw(about);
  }

  /** Show the controls of a scenario; what was changed stays. */
  draw(about) {
    this.about = about;
    const changed = (key, value, quiet) => {
      if (value === undefined) this.set.delete(key);
      else this.set.set(key, value);
      if (!quiet) this.tell();
    };
    const tag = `a${this.n}-`;
    const open = [...this.inside.querySelectorAll("details.fold")].map((each) => each.open);
    this.inside.replaceChildren(
      folded("Set an assumption", panel(about.groups, this.set, changed, tag, false)),
      folded("Take an event away, move it, add one", timeline(about, this.set, changed, tag)),
      folded("Change an assumption by a factor or a step", this.shifter(tag)));
    [...this.inside.children].forEach((each, k) => { each.classList.add("fold"); each.open = Boolean(open[k]); });
    this.tell();
  }

  /** Pick a parameter, an operation and a number. */
  shifter(tag) {
    const options = (g) => el("optgroup", { label: g.title }, g.parameters.filter((p) => !p.switch).map((p) => el("option", { value: p.key, text: `${p.about} (now ${p.value})` })));
    const which = el("select", { id: `${tag}which` }, this.about.groups.filter((g) => g.name !== "often").map(options));
    const how = el("select", { id: `${tag}how` }, Object.entries(HOW).map(([value, text]) => el("option", { value, text })));
    const by = el("input", { type: "number", step: "any", id: `${tag}by`, value: 2 });
    const add = el("button", { type: "button", text: "Add it", onclick: () => {
      this.shifts.push({ key: which.value, how: how.value, value: Number(by.value) });
      this.tell();
    } });
    const field = (label, input) => el("div", { class: "field" }, el("label", { for: input.id, text: label }), input);
    return el("div", { class: "with" }, field("Assumption", which), field("Operation", how), field("Number", by), add);
  }

  /** Say what is changed; each can be taken back. */
  tell() {
    const known = new Map(this.about.groups.flatMap((g) => g.parameters).map((p) => [p.key, p]));
    const back = (name, drop) => el("button", { type: "button", class: "back", text: "Take back", "aria-label": `Take back: ${name}`, onclick: () => { drop(); this.draw(this.about); this.name.focus(); } });
    const set = told(Object.fromEntries(this.set), this.about, (name, key) => back(name, () => {
      for (const each of [...this.set.keys()]) if (each === key || each.startsWith(`${key}.`)) this.set.delete(each);
    }));
    const shifts = this.shifts.map((c, k) => {
      const p = known.get(c.key);
      const name = p ? p.about : c.key;
      return el("li", {}, el("b", { text: name }), `: ${HOW[c.how]} ${c.value}${p ? `, now ${p.value}` : ""} `, el("small", {}, el("code", { text: c.key })), " ", back(name, () => this.shifts.splice(k, 1)));
    });
    if (shifts.length && !this.set.size) set.replaceChildren();
    set.append(...shifts);
    this.list.replaceChildren(el("p", { class: "soft", text: "What it changes:" }), set);
  }

  /** The changes as the claim's file has them. */
  get changes() {
    const texts = [...this.set].map(([key, value]) => (key.startsWith("events.") && key.endsWith(".remove") && value === true
      ? `-${key.slice("events.".length, -".remove".length)}` : `${key} = ${written(value)}`));
    return [...texts, ...this.shifts.map((c) => `${c.key} ${c.how} ${c.value}`)];
  }
}
