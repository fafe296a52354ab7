// Watts's window on a page: where one spark can turn a whole network on, and what a few hundred sparks do.

import { Plot, key } from "./chart.js";
import { begin, button, clock, command, figure, group, h, layout, readout, slider, still } from "./page.js";
import { cascade, giantComponent, initiator, randomNetwork, simulate, window } from "./watts.js";

const N = 1000, SIDE = 40, CELL = 10, SPARKS = 100, PERCENTS = Array.from({ length: 26 }, (_, i) => i + 8);
const BINS = 20;

class Sparks {
  constructor(data) {
    const { z, phi } = data.parameters;
    this.says = readout();
    this.printed = data.checks.W10;
    this.z = slider(z, { step: 0.02, low: 0.1, high: 10, on: () => this.again() });
    this.phi = slider(phi, { step: 0.01, low: 0.08, high: 0.33, on: () => this.again() });
    this.seed = 0;
    this.clock = clock(() => this.step(), () => 350);
    this.pictures();
    this.again();
  }

  pictures() {
    this.plane = new Plot({ x: [0.08, 0.33], y: [0, 10], xTitle: "threshold: share of neighbours, φ", yTitle: "mean number of neighbours, z",
      label: "Thresholds and densities at which one spark can set off a global cascade; drag the point" });
    const edges = PERCENTS.map((p) => [p, window(p)]).filter(([, edge]) => edge);
    const outline = (side) => edges.flatMap(([p, edge]) => [[p / 100 - 0.005, edge[side]], [p / 100 + 0.005, edge[side]]]);
    const area = [...outline(0), ...outline(1).reverse()].map(([x, y]) => `${this.plane.px(Math.max(x, 0.08))},${this.plane.py(Math.min(y, 10))}`);
    this.plane.mark("window", "polygon", { class: "fill sky", points: area.join(" ") }, this.plane.under);
    this.plane.text("inside", [0.1, 3.4], "global cascades");
    this.plane.point("printed", [0.18, 6.14], "black", 5);
    this.plane.draggable(() => true, (_, x, y) => {
      this.phi.set(Math.round(100 * x) / 100);
      this.z.set(Math.max(y, 0.1).toFixed(2));
      this.again();
    });
    this.canvas = h("canvas", { width: SIDE * CELL, height: (N / SIDE) * CELL, role: "img", class: "wide" });
    this.sizes = new Plot({ x: [0, 1], y: [0, SPARKS], xTitle: "share of the network turned on", yTitle: "sparks",
      label: "How large the cascades of the sparks so far were" });
  }

  layout(stage) {
    layout(stage, [
      group("Network and threshold", this.z.element, this.phi.element),
      group("One spark", button("Another spark", () => this.spark()), this.clock.play, this.clock.step),
      group("Many sparks", button(`${SPARKS} sparks`, () => this.many(), { class: "main" }),
        button("z = 6.14, as printed", () => (this.z.set(6.14), this.phi.set(0.18), this.again(), this.many()))),
    ], this.says, [
      figure("The window of the closed form. It changes in steps, where 1/φ passes a whole number. Drag the point.", this.plane.svg,
        key(["fill sky", "one spark can be enough"], ["point orange", "here"], ["point black", "z = 6.14, printed: one in 1,000"])),
      figure("One spark in a newly drawn network of 1,000: a square each, the darker the later it turned on.", this.canvas,
        key(["fill black", "the spark"], ["fill orange", "turned on"], ["fill pale", "off"])),
      figure("Each spark in a network of its own. Near the edges large cascades are rare, and as large as ever.", this.sizes.svg,
        key(["fill blue", "sparks"], ["green dashed", "giant component, closed form"])),
    ]);
  }

  again() {
    this.done = [];
    this.from = 0;
    this.spark();
  }

  spark() {
    this.clock.stop();
    const ties = randomNetwork(N, this.z.value, this.seed);
    this.cascade = cascade(ties, Math.round(100 * this.phi.value), initiator(N, this.seed));
    this.last = Math.max(...this.cascade.step);
    this.at = this.last;
    this.seed += 1;
    this.show();
  }

  step() {
    this.at = this.clock.running && still() ? this.last : this.at >= this.last ? 0 : this.at + 1;
    this.show();
    return this.at < this.last;
  }

  /** The sparks of seeds 0, 1, ..., a few at a time so that the page stays alive. */
  many() {
    const turn = (this.turn = {}), most = this.done.length + SPARKS;
    const few = () => {
      if (this.turn !== turn) return;
      for (let k = 0; k < 5 && this.done.length < most; k += 1) {
        this.done.push(simulate(N, this.z.value, Math.round(100 * this.phi.value), this.done.length).size / N);
      }
      this.show();
      if (this.done.length < most) setTimeout(few, 0);
    };
    few();
  }

  show() {
    const z = this.z.value, percent = Math.round(100 * this.phi.value), edge = window(percent);
    const inside = edge !== null && edge[0] < z && z < edge[1], large = this.done.filter((share) => share > 0.5).length;
    const where = edge ? `the window is open from z = ${edge[0].toFixed(2)} to ${edge[1].toFixed(2)}` : "no density opens a window";
    const on = this.cascade.step.filter((t) => t >= 0 && t <= this.at).length;
    const many = this.done.length ? ` Of ${this.done.length} sparks ${large} turned more than half on.` : "";
    this.says.say(`φ = ${percent / 100}: ${where}; z = ${z.toFixed(2)} is ${inside ? "inside" : "outside"}. `
      + `This spark turned ${on} of ${N.toLocaleString("en")} on${this.at < this.last ? ` by step ${this.at}` : ""}.${many}`);
    command("watts_2002", { z, phi: percent / 100, n: N, sparks: Math.max(this.done.length, 1) });
    this.plane.point("now", [percent / 100, z], "orange", 7);
    this.paint(on);
    this.showSizes(z, inside);
  }

  paint(on) {
    const pen = this.canvas.getContext("2d");
    this.cascade.step.forEach((step, i) => {
      const share = this.last > 0 ? step / this.last : 0;
      pen.fillStyle = step < 0 || step > this.at ? "#e8e8e3" : step === 0 ? "#000"
        : `rgb(${Math.round(245 - 85 * share)} ${Math.round(170 - 110 * share)} ${Math.round(90 - 90 * share)})`;
      pen.fillRect((i % SIDE) * CELL, Math.floor(i / SIDE) * CELL, CELL - 1, CELL - 1);
    });
    this.canvas.setAttribute("aria-label", `A thousand vertices, ${on} of them on`);
  }

  showSizes(z, inside) {
    const counts = Array(BINS).fill(0);
    for (const share of this.done) counts[Math.min(Math.floor(share * BINS), BINS - 1)] += 1;
    this.sizes.scale({ y: [0, Math.max(SPARKS, Math.ceil(Math.max(...counts) / SPARKS) * SPARKS)] });
    counts.forEach((n, i) => {
      const x = this.sizes.px(i / BINS), y = this.sizes.py(n);
      this.sizes.mark(`bin${i}`, "rect", { class: "fill blue", x: x + 1, y, height: this.sizes.py(0) - y,
        width: this.sizes.px((i + 1) / BINS) - x - 2 }, this.sizes.under);
    });
    const giant = giantComponent(z);
    this.sizes.line("giant", inside ? [[giant, 0], [giant, this.sizes.y[1]]] : [], "green dashed");
  }
}

begin("watts_2002", (stage, data) => new Sparks(data).layout(stage));
