// Epstein's lattice on a page: citizens and cops on a torus, what they show and what they feel, and the run so far.

import { Plot, key } from "./chart.js";
import { LATTICE, READINGS, RUN_2, Society } from "./epstein.js";
import { begin, button, choice, clock, command, figure, group, h, layout, readout, slider, still } from "./page.js";

const SHOWN = { empty: "#ffffff", quiet: "#8fcbee", active: "#d55e00", jailed: "#b5b5b5", cop: "#000000" };
const COLOURS = LATTICE.map((name) => SHOWN[name].match(/\w\w/g).map((pair) => parseInt(pair, 16)));
const OUTBURST = 50, LATEST = 300;
const WORDS = { printed: "as printed", netlogo: "as NetLogo reads it: C/A rounded down", mesa: "as Mesa reads it: C/A rounded" };

class Lattice {
  constructor(data) {
    const p = data.parameters;
    this.says = readout();
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
  }

  layout(stage) {
    const run = (changes) => () => this.preset(changes);
    layout(stage, [
      group("Run", this.clock.play, this.clock.step, button("Start again", () => this.restart()), this.toggle),
      group("The paper's runs",
        button("Run 2", run({ legitimacy: 0.82, cops: 0.04, jail: 30 })),
        button("Run 4 before its jump", run({ legitimacy: 0.9, cops: 0.074, jail: Infinity })),
        button("Legitimacy falls to .7 at once", () => this.turn("legitimacy", 0.7, true))),
      group("While it runs", this.legitimacy.element, this.cops.element, this.threshold.element, this.jail.element),
      group("Starts again", this.reading.element, this.vision.element, this.seed.element),
    ], this.says, [
      figure("The lattice, 40 by 40; its left edge meets its right, its top its bottom.", this.canvas, this.colours),
      figure("The run so far. An outburst is more than 50 active citizens.", this.lines.svg,
        key(["orange", "active"], ["grey dashed", "in jail"], ["thin", "50 active"])),
    ]);
  }

  preset({ legitimacy, cops, jail }) {
    this.legitimacy.set(legitimacy);
    this.cops.set(cops);
    this.jail.set(Math.min(jail, 200));
    this.endless = jail === Infinity;
    this.restart();
  }

  restart() {
    this.clock.stop();
    const reading = READINGS[this.reading.value];
    this.society = new Society(this.seed.value, { ...RUN_2, ...reading, legitimacy: this.legitimacy.value,
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
    for (let n = this.clock.running && still() ? 20 : 1; n > 0; n -= 1) this.rows.push(this.society.tick());
    this.show();
    return true;
  }

  show() {
    this.paint();
    this.draw();
    const now = this.rows.at(-1) ?? { ...this.society.counts(), arrests: 0 }, outbursts = this.outbursts();
    const jail = this.endless ? "for good" : `up to ${this.jail.value} ticks`;
    const read = { reading: this.reading.value, seed: this.seed.value, ticks: Math.max(this.rows.length, 1) };
    command("epstein_2002", { legitimacy: this.legitimacy.value, cop_density: this.cops.value, vision: this.vision.value,
      threshold: this.threshold.value, ...(this.endless ? {} : { jail_max: this.jail.value }), ...read });
    const words = `Tick ${this.rows.length}: ${now.actives} active, ${now.jailed} in jail (${jail}), ${now.hidden} aggrieved `
      + `but quiet because of the cops they see. Outbursts so far: ${outbursts}.`;
    if (!this.clock.running || this.rows.length % 10 === 0) this.says.say(words);
    this.canvas.setAttribute("aria-label", `Lattice of citizens and cops. ${words}`);
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
      const [r, g, b] = code === 4 || !this.feelings ? COLOURS[code] : this.feeling(site);
      pen.fillStyle = `rgb(${r} ${g} ${b})`;
      const x = (site % width) * cell, y = Math.floor(site / width) * cell;
      if (code === 4) pen.fillRect(x + 1, y + 1, cell - 2, cell - 2);
      else pen.fillRect(x, y, cell - 0.5, cell - 0.5);
    });
    this.colours.replaceChildren(this.feelings
      ? key(["fill pale", "no grievance"], ["fill yellow", "grievance, the darker the more"], ["fill black", "cop"])
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
    const top = Math.max(100, ...latest.map((row) => Math.max(row.actives, row.jailed)));
    this.lines.scale({ x: [first, first + Math.max(100, latest.length)], y: [0, Math.ceil(top / 100) * 100] });
    this.lines.line("bar", [[first, OUTBURST], [first + LATEST, OUTBURST]], "thin");
    this.lines.line("jailed", latest.map((row, i) => [first + i, row.jailed]), "grey dashed");
    this.lines.line("active", latest.map((row, i) => [first + i, row.actives]), "orange");
  }
}

begin("epstein_2002", (stage, data) => new Lattice(data).layout(stage));
