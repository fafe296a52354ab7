// Epstein's lattice on a page: citizens and cops on a torus, what they show and what they feel, and the run so far.

import { Plot, key } from "./chart.js";
import { LATTICE, READINGS, RUN_2, Society } from "./epstein.js";
import { begin, button, choice, clock, command, figure, group, h, layout, readout, slider, still } from "./page.js";

const SHOWN = { empty: "#ffffff", quiet: "#8fcbee", active: "#d55e00", jailed: "#b5b5b5", cop: "#000000" };
const rgb = (colour) => colour.match(/\w\w/g).map((pair) => parseInt(pair, 16));
const COLOURS = LATTICE.map((name) => rgb(SHOWN[name]));
const GROUPS = ["#8fcbee", "#00805c"].map(rgb); // blue and green, of Model II
const OUTBURST = 50, LATEST = 300;
const MODELS = { I: "Model I: rebellion against the centre", II: "Model II: violence between two groups" };
const RUNS = {
  I: [["Run 2", { legitimacy: 0.82, cops: 0.04, jail: 30, vision: 7 }], ["Run 4 before its jump", { legitimacy: 0.9, cops: 0.074, jail: Infinity, vision: 7 }]],
  II: [["Run 7: no cops", { legitimacy: 0.8, cops: 0, jail: 15, vision: 1.7 }], ["Run 8: with cops", { legitimacy: 0.8, cops: 0.04, jail: 15, vision: 1.7 }],
    ["Run 6: no cops, more legitimacy", { legitimacy: 0.9, cops: 0, jail: 15, vision: 1.7 }]],
};
const WORDS = { printed: "as printed", netlogo: "as NetLogo reads it: C/A rounded down", mesa: "as Mesa reads it: C/A rounded" };

class Lattice {
  constructor(data) {
    const p = data.parameters;
    this.checks = data.checks;
    this.says = readout();
    this.model = choice(p.model, MODELS, (model) => (this.offer(), this.preset(RUNS[model][0][1])));
    const restart = () => this.restart();
    this.legitimacy = slider(p.legitimacy, { step: 0.01, on: (value) => this.turn("legitimacy", value) });
    this.cops = slider(p.cop_density, { step: 0.002, digits: 3, on: (value) => this.turn("cop_density", value) });
    this.threshold = slider(p.threshold, { step: 0.01, on: (value) => this.turn("threshold", value) });
    this.jail = slider(p.jail_max, { step: 1, digits: 0, high: 200, on: (value) => this.turn("jail_max", value) });
    this.vision = slider(p.vision, { step: 0.1, digits: 1, on: restart });
    this.reading = choice(p.reading, WORDS, restart);
    this.seed = slider({ about: "seed: another society", low: 0, high: 99, value: 1, unit: "" },
      { step: 1, digits: 0, on: restart });
    this.clock = clock(() => this.tick(), () => 60);
    this.feelings = false;
    this.pictures();
    this.restart();
  }

  pictures() {
    this.canvas = h("canvas", { width: 400, height: 400, role: "img" });
    this.lines = new Plot({ x: [0, 100], y: [0, 100], xTitle: "tick", yTitle: "citizens",
      label: "Active citizens, and those in jail, tick by tick" });
    this.toggle = button("Show grievance in place of action", () => {
      this.feelings = !this.feelings;
      this.toggle.setAttribute("aria-pressed", this.feelings);
      this.show();
    }, { "aria-pressed": "false" });
    this.colours = h("div");
    [this.runs, this.caption, this.names, this.paper] = [h("span"), h("span"), h("div"), h("p", { class: "meta" })];
  }

  get two() { return this.model.value === "II"; }

  /** The runs of the paper that belong to the model, and what the paper says of them. */
  offer() {
    this.runs.replaceChildren(...RUNS[this.model.value].map(([name, changes]) => button(name, () => this.preset(changes))),
      this.two ? "" : button("Legitimacy falls to .7 at once", () => this.turn("legitimacy", 0.7, true)));
    const { E15, E15b, E17 } = this.checks, of = (check) => `${check.obtained.successes} of ${check.obtained.trials}`;
    this.paper.textContent = this.two ? "The paper, run 7: without cops one group always kills the other, in 30 runs of 30 "
      + `(here ${of(E15)}; blue is left in ${of(E15b)}). Run 8: with cops the two live side by side, "stable but nasty". `
      + `That did not come out: here ${of(E17)} runs with cops end in genocide, hardly later than without.` : "";
    this.caption.textContent = this.two ? "The run so far: how many of each group live."
      : "The run so far. An outburst is more than 50 active citizens.";
    const groups = [["blue", "blue group"], ["green", "green group"], ["orange", "active"], ["grey dashed", "in jail"]];
    this.names.replaceChildren(this.two ? key(...groups)
      : key(["orange", "active"], ["grey dashed", "in jail"], ["thin", "50 active"]));
  }

  layout(stage) {
    this.offer();
    layout(stage, [
      group("The paper has two models", this.model.element),
      group("Run", this.clock.play, this.clock.step, button("Start again", () => this.restart()), this.toggle),
      group("The paper's runs", this.runs, this.paper),
      group("While it runs", this.legitimacy.element, this.cops.element, this.threshold.element, this.jail.element),
      group("Starts again", this.reading.element, this.vision.element, this.seed.element),
    ], this.says, [
      figure("The lattice, 40 by 40; its left edge meets its right, its top its bottom.", this.canvas, this.colours),
      figure(this.caption, this.lines.svg, this.names),
    ]);
  }

  preset({ legitimacy, cops, jail, vision }) {
    this.vision.set(vision);
    this.legitimacy.set(legitimacy);
    this.cops.set(cops);
    this.jail.set(Math.min(jail, 200));
    this.endless = jail === Infinity;
    this.restart();
  }

  restart() {
    this.clock.stop();
    const reading = READINGS[this.reading.value];
    this.society = new Society(this.seed.value, { ...RUN_2, ...reading, model: this.model.value, legitimacy: this.legitimacy.value,
      cop_density: this.cops.value, threshold: this.threshold.value, vision: this.vision.value,
      jail_max: this.endless ? Infinity : this.jail.value });
    this.rows = [];
    this.turned = false;
    this.show();
  }

  turn(name, value, slide = false) {
    if (slide) this[name].set(value);
    if (name === "jail_max") this.endless = false;
    this.society.rules[name] = value;
    this.turned = this.turned || this.rows.length > 0;
    this.show();
  }

  /** One tick; a reader who wants less motion sees every twentieth. */
  tick() {
    for (let n = this.clock.running && still() ? 20 : 1; n > 0 && !this.over; n -= 1) this.rows.push(this.society.tick());
    if (this.over) this.clock.stop();
    this.show();
    return !this.over;
  }

  /** Model II: a group is no more. */
  get over() {
    const last = this.rows.at(-1);
    return this.two && last !== undefined && (last.blue === 0 || last.green === 0);
  }

  show() {
    this.paint();
    this.draw();
    const now = this.rows.at(-1) ?? { ...this.society.counts(), arrests: 0 };
    const jail = this.endless ? "for good" : `up to ${this.jail.value} ticks`;
    const read = { reading: this.reading.value, seed: this.seed.value, ticks: Math.max(this.rows.length, 1) };
    command("epstein_2002", { model: this.model.value, legitimacy: this.legitimacy.value, cop_density: this.cops.value, vision: this.vision.value,
      threshold: this.threshold.value, ...(this.endless ? {} : { jail_max: this.jail.value }), ...read });
    const words = `Tick ${this.rows.length}: ${this.two ? this.groups(now) : this.rebels(now, jail)}`;
    if (!this.clock.running || this.rows.length % 10 === 0) this.says.say(words);
    this.canvas.setAttribute("aria-label", `Lattice of citizens and cops. ${words}`);
  }

  rebels(now, jail) {
    return `${now.actives} active, ${now.jailed} in jail (${jail}), ${now.hidden} aggrieved but quiet because of the cops they see. Outbursts so far: ${this.outbursts()}.`;
  }

  groups(now) {
    const killed = this.rows.reduce((sum, row) => sum + row.killed, 0);
    const end = this.over ? ` Genocide: the ${now.blue ? "green" : "blue"} group is no more.` : "";
    return `${now.blue} blue and ${now.green} green citizens live, ${killed} were killed so far, ${now.actives} active, ${now.jailed} in jail.${end}`;
  }

  outbursts() {
    return this.rows.filter((row, t) => row.actives > OUTBURST && !(this.rows[t - 1]?.actives > OUTBURST)).length;
  }

  paint() {
    const pen = this.canvas.getContext("2d"), cell = 10, { width } = this.society.rules;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 400, 400);
    this.society.picture().forEach((code, site) => {
      if (code === 0) return;
      const own = this.two && code < 4 ? GROUPS[this.society.group[this.society.at[site]]] : COLOURS[code];
      const [r, g, b] = code === 4 || !this.feelings ? own : this.feeling(site);
      pen.fillStyle = `rgb(${r} ${g} ${b})`;
      const x = (site % width) * cell, y = Math.floor(site / width) * cell;
      if (code === 4) pen.fillRect(x + 1, y + 1, cell - 2, cell - 2);
      else pen.fillRect(x, y, cell - 0.5, cell - 0.5);
      if (this.two && code === 2 && !this.feelings) { // a mark within the group's colour
        pen.fillStyle = SHOWN.active;
        pen.fillRect(x + 2, y + 2, cell - 4.5, cell - 4.5);
      }
    });
    this.colours.replaceChildren(this.feelings
      ? key(["fill pale", "no grievance"], ["fill yellow", "grievance, the darker the more"], ["fill black", "cop"])
      : this.two ? key(["fill sky", "blue group"], ["fill green", "green group"], ["fill orange", "active, within the group's colour"], ["fill black", "cop"])
        : key(["fill sky", "quiet"], ["fill orange", "active"], ["fill black", "cop"],
        ...(this.society.rules.jailed === "stay" ? [["fill grey", "in jail"]] : [])));
  }

  /** From pale to dark orange with the grievance H (1 - L) of who stands there. */
  feeling(site) {
    const grievance = this.society.hardship[this.society.at[site]] * (1 - this.society.rules.legitimacy);
    const share = Math.min(grievance / Math.max(1 - this.society.rules.legitimacy, 0.01), 1);
    return [232 - 82 * share, 232 - 152 * share, 227 - 227 * share].map(Math.round);
  }

  draw() {
    const first = Math.max(0, this.rows.length - LATEST), latest = this.rows.slice(first);
    const top = Math.max(100, ...latest.map((row) => Math.max(row.actives, row.jailed, ...(this.two ? [row.blue, row.green] : []))));
    this.lines.scale({ x: [first, first + Math.max(100, latest.length)], y: [0, Math.ceil(top / 100) * 100] });
    this.lines.line("bar", this.two ? [] : [[first, OUTBURST], [first + LATEST, OUTBURST]], "thin");
    for (const name of ["blue", "green"]) this.lines.line(name, this.two ? latest.map((row, i) => [first + i, row[name]]) : [], name);
    this.lines.line("jailed", latest.map((row, i) => [first + i, row.jailed]), "grey dashed");
    this.lines.line("active", latest.map((row, i) => [first + i, row.actives]), "orange");
  }
}

begin("epstein_2002", (stage, data) => new Lattice(data).layout(stage));
