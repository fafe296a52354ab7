// A claim by form: what was said, what is changed, what must then hold. Each mistake stands at its field, as a file's check tells it.
import { Arm } from "./arms.js";
import { Refused, button, el, get, post, right, say, wrong } from "./dom.js";
import { sign } from "./claims.js";

const TEXTS = [
  ["title", "Title", "a few words"], ["text", "The claim, as it was said", "in one sentence"], ["said", "Who says so, and where", "a source"],
  ["reading", "How it is read", "what is changed, and what must follow by how much"],
  ["literature", "What the literature expects", ""], ["refuted_if", "It would be refuted if", "what would have to come out"],
];

export async function show(page, _, query) {
  const home = await get("/api/home");
  const like = query.get("like") ? await get(`/api/claims/one?name=${encodeURIComponent(query.get("like"))}`) : null;
  const cases = await Promise.all(home.cases.map((c) => get(`/api/cases/${encodeURIComponent(c.name)}`)));
  const first = like?.scenario || home.cases.find((c) => c.name === query.get("case"))?.scenario || home.cases[0].scenario;
  const form = el("form", { class: "claim", onsubmit: (event) => event.preventDefault() });
  page.append(el("h1", { text: like?.own ? "Change a claim" : "Write a claim" }),
    el("p", { class: "lead", text: "Say what was said, what is changed in the society, and what must then come out. What is wrong is told at its field." }), form);
  const draft = new Draft(form, cases, like, await offered(first));
  if (like?.settings && Object.keys(like.settings).length) page.insertBefore(el("p", { class: "soft", text: `Its settings of the scenario (${Object.keys(like.settings).join(", ")}) are not taken over.` }), form);
  draft.draw(first);
}

/** What a claim about a scenario may name, and what its arms may change. */
async function offered(scenario) {
  const [offer, about] = await Promise.all(["claims/form", "parameters"].map((part) => get(`/api/${part}?scenario=${encodeURIComponent(scenario)}`)));
  return { ...offer, about };
}

class Draft {
  constructor(form, cases, like, offer) {
    Object.assign(this, { form, cases, offer, like: like || { arms: [], conditions: [], assumptions: [], priors: [] } });
    this.arms = [];
    this.armsNode = el("div", {});
    this.conditions = el("div", {});
    this.fields = new Map();
    this.lists = el("div", {});
    this.shown = el("pre", { hidden: true });
  }

  /** A labelled field, with room for what is wrong with it. */
  field(key, label, input, about) {
    input.id = `f-${key.replace(/\W+/g, "-")}`;
    const told = el("p", { class: "mistake", id: `${input.id}-told`, hidden: true });
    input.setAttribute("aria-describedby", told.id);
    this.fields.set(key, { input, told });
    return el("div", { class: "field" }, el("label", { for: input.id, text: label }), about ? el("small", { text: about }) : null, input, told);
  }

  draw(scenario) {
    const own = this.like;
    const which = el("select", {}, this.cases.map((c) => el("optgroup", { label: c.title }, c.scenarios.map((s) => el("option", { value: s.name, text: s.title || s.name, selected: s.name === scenario })))));
    which.addEventListener("change", () => offered(which.value).then((offer) => { this.offer = offer; this.arms.forEach((arm) => arm.draw(offer.about)); this.suggest(); }).catch(wrong));
    const texts = TEXTS.map(([key, label, about]) => this.field(key, label, key === "title" || key === "said" ? el("input", { type: "text", value: own[key] || "" }) : el("textarea", { rows: 2, text: own[key] || "" }), about));
    const name = el("input", { type: "text", value: own.own ? own.name : "", autocomplete: "off", spellcheck: "false" });
    texts[0].querySelector("input").addEventListener("change", (event) => { name.value ||= event.target.value.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60); });
    this.replace = el("input", { type: "checkbox", id: "replace", checked: Boolean(own.own) });
    (own.arms.length ? own.arms : [{ name: "changed" }]).forEach((arm) => this.arm(arm));
    (own.conditions.length ? own.conditions : [{}]).forEach((each) => this.condition(each));
    this.suggest();
    this.form.append(
      el("fieldset", {}, el("legend", { text: "What was said" }), texts),
      el("fieldset", {}, el("legend", { text: "Where it is tested" }), this.field("scenario", "Scenario", which),
        this.field("days", "Days", el("input", { type: "number", min: 1, max: 3650, value: own.days || this.offer.days }))),
      el("fieldset", {}, el("legend", { text: "What is changed" }), el("p", { class: "soft", text: "Each arm is the same society with something changed in it." }),
        this.armsNode, button("Another arm", async () => this.arm({ name: "" }))),
      el("fieldset", {}, el("legend", { text: "What must hold" }), el("p", { class: "soft", text: "The claim holds where all conditions do. Outcomes and parameters that may be named are listed at the end of this page." }),
        this.conditions, button("Another condition", async () => this.condition({}))),
      el("fieldset", {}, el("legend", { text: "What it asks about and rests on" }),
        this.field("priors", "Parameters it asks about, one a line", el("textarea", { rows: 3, spellcheck: "false", text: own.priors.join("\n") }), "they are named in charts and in what it depends on; all else that is not known is drawn too"),
        this.field("assumptions", "Assumptions, one a line", el("textarea", { rows: 3, text: own.assumptions.join("\n") }))),
      el("fieldset", {}, el("legend", { text: "Keep it" }), this.field("name", "Name of its file", name, "letters, digits, - and _"),
        el("p", {}, this.replace, el("label", { for: "replace", text: " Replace the claim of this name" })),
        el("p", { class: "actions" }, button("Check it", () => this.send(false), { class: "action" }), button("Save it and test it", () => this.send(true), { class: "action first" })), this.shown),
      this.lists);
  }

  arm(given) {
    const arm = new Arm(this.arms.length + 1, given, this.offer.about, (...of) => this.field(...of));
    this.arms.push(arm);
    this.fields.set(`arms[${arm.n}].changes`, { input: null, told: arm.mistake });
    this.armsNode.append(arm.node);
  }

  condition(given) {
    const n = this.conditions.children.length + 1;
    const at = (key) => `conditions[${n}].${key}`;
    const relative = el("select", {}, el("option", { value: "true", text: "as a share (0.1 is 10 %)", selected: given.relative ?? true }), el("option", { value: "", text: "in its own unit", selected: given.relative === false }));
    this.conditions.append(el("div", { class: "item" },
      this.field(at("text"), `Condition ${n}, in a sentence`, el("input", { type: "text", value: given.text || "" }), "with a word of its direction: rises, falls, unchanged"),
      el("div", { class: "with" }, this.field(at("outcome"), "Outcome", el("input", { type: "text", list: "outcomes", value: given.outcome || "", spellcheck: "false", placeholder: "participants, left_gross ..." })),
        this.field(at("direction"), "Direction", el("select", {}, this.offer.directions.map((d) => el("option", { value: d, text: sign[d] || d, selected: d === given.direction })))),
        this.field(at("threshold"), "By more than", el("input", { type: "number", min: 0, step: "any", value: given.threshold ?? 0.01 })), this.field(at("relative"), "Counted", relative),
        this.field(at("arm"), "In the arm", el("input", { type: "text", value: given.arm || "changed" })),
        this.field(at("against"), "Against", el("input", { type: "text", value: given.against || "baseline" })))));
  }

  /** What may be typed: outcomes and keys of the scenario. */
  suggest() {
    const keys = this.offer.parameters.map((p) => el("li", {}, el("code", { text: p.key }), ` ${p.about}; now ${p.value}, ${p.low} to ${p.high}`));
    this.lists.replaceChildren(
      el("datalist", { id: "outcomes" }, this.offer.outcomes.map((o) => el("option", { value: o.name, label: `${o.about} (${o.unit})` }))),
      el("details", {}, el("summary", { text: `Outcomes that may be named (${this.offer.outcomes.length})` }), el("ul", {}, this.offer.outcomes.map((o) => el("li", {}, el("code", { text: o.name }), ` ${o.about}, in ${o.unit}`)))),
      el("details", {}, el("summary", { text: `Parameters that may be named (${keys.length})` }), el("ul", {}, keys)));
  }

  sent() {
    const value = (key) => this.fields.get(key).input.value;
    const lines = (key) => value(key).split("\n").map((line) => line.trim()).filter(Boolean);
    const count = (box) => [...box.children].map((_, i) => i + 1);
    return {
      ...Object.fromEntries(TEXTS.map(([key]) => [key, value(key).trim()])), name: value("name").trim(), scenario: value("scenario"),
      opened: this.like.own ? `own/${this.like.name}` : "", version: this.like.version || "", days: value("days") ? Number(value("days")) : null, replace: this.replace.checked, priors: lines("priors"), assumptions: lines("assumptions"),
      arms: this.arms.map((arm) => ({ name: arm.name.value.trim(), changes: arm.changes })).filter((arm) => arm.name || arm.changes.length),
      conditions: count(this.conditions).map((n) => Object.fromEntries(["text", "arm", "against", "outcome", "direction", "threshold", "relative"].map((key) => {
        const given = value(`conditions[${n}].${key}`).trim();
        return [key, key === "threshold" ? Number(given) : key === "relative" ? given === "true" : given];
      }))).filter((c) => c.text || c.outcome),
    };
  }

  /** Check the claim, and keep it when nothing is wrong. */
  async send(save) {
    right();
    for (const { input, told } of this.fields.values()) {
      told.hidden = true;
      input?.removeAttribute("aria-invalid");
    }
    const found = await post("/api/claims/check", this.sent());
    if (found.problems.length) {
      this.tell(found.problems);
    } else if (save) {
      location.hash = `claims/${(await post("/api/claims", this.sent())).name}`;
    } else {
      this.shown.textContent = found.text;
      this.shown.hidden = false;
      say("Nothing is wrong with it. This is its file.");
    }
  }

  /** Put each problem at its field; what belongs to none stands above. */
  tell(problems) {
    const arms = Object.fromEntries(this.arms.map((arm) => [arm.name.value.trim(), arm.n]));
    const rest = problems.filter((p) => {
      const missing = /^'(\w+)' is missing/.exec(p.problem || "");
      const key = this.key(p.place || "", arms) || (missing && this.fields.has(missing[1]) ? missing[1] : null);
      if (!key) return true;
      const { input, told } = this.fields.get(key);
      const words = missing ? "This is empty: fill it in." : p.problem === "no conditions" ? "Fill in a condition: its sentence and its outcome." : [p.problem, p.remedy].filter(Boolean).join("; ");
      told.textContent = [told.hidden ? "" : told.textContent, words].filter(Boolean).join("\n");
      told.hidden = false;
      input?.setAttribute("aria-invalid", "true");
      return false;
    });
    this.form.querySelector("[aria-invalid], .arm > .mistake:not([hidden])")?.focus();
    say(`${problems.length} mistakes`);
    if (rest.length) wrong(new Refused(rest, 422));
  }

  key(place, arms) {
    const at = place.replace(/^[^,]*\.toml(:\d+)?(, )?/, "");
    const arm = Object.keys(arms).find((name) => at === `arms.${name}` || at.startsWith(`arms.${name},`) || at.startsWith(`arms.${name}.`) || place.startsWith(`arm '${name}'`));
    if (arm !== undefined) return `arms[${arms[arm]}].changes`;
    const fixed = { arms: "arms[1].name", conditions: "conditions[1].text" }[at] || at;
    if (this.fields.has(fixed)) return fixed;
    return fixed.startsWith("priors.") ? "priors" : null;
  }
}
