// Granovetter's crowd on a page: thresholds that can be dragged, the cobweb they make, and where the outcome jumps.

import { Plot, key } from "./chart.js";
import { criticalSd, drawnCrowd, equilibrium, quantileCrowd, respond, riotProbability, shareActing, trajectory } from "./granovetter.js";
import { after, begin, button, clock, command, figure, group, layout, readout, slider } from "./page.js";

const N = 100, MOST = 100;
const UNIFORM = Array.from({ length: N }, (_, i) => i);
const SPREADS = Array.from({ length: 161 }, (_, i) => i / 4);

class Crowd {
  constructor(data) {
    const { mean, sd } = data.parameters;
    this.printed = data.checks.G3p.expected;
    this.says = readout();
    this.seed = 0;
    this.mean = slider(mean, { step: 0.5, digits: 1, on: () => this.normal() });
    this.sd = slider(sd, { step: 0.1, digits: 1, high: 40, on: () => this.normal() });
    const own = { low: 0, unit: "persons", value: 2 };
    this.person = slider({ ...own, about: "person, the lowest threshold first", low: 1, high: N, unit: "" },
      { step: 1, digits: 0, on: () => this.show() });
    this.threshold = slider({ ...own, about: "threshold of that person", high: MOST },
      { step: 1, digits: 0, on: (value) => this.change(this.person.value - 1, value) });
    this.clock = clock(() => this.step(), () => Math.max(40, Math.min(700, 5000 / this.path.length)));
    this.plots();
    this.normal();
  }

  plots() {
    this.dots = new Plot({ x: [0, 101], y: [0, 6], xTitle: "threshold: others who must act first", yTitle: "persons",
      label: "Thresholds of the hundred persons, a dot each; drag a dot to change a threshold" });
    this.cobweb = new Plot({ x: [0, 100], y: [0, 100], xTitle: "acting now, r(t)", yTitle: "acting next, r(t+1)",
      label: "Cobweb: from nobody, up to the curve and across to the diagonal, until they meet" });
    this.jump = new Plot({ x: [0, 40], y: [0, 100], xTitle: "standard deviation of thresholds, persons",
      yTitle: "acting at the end, of 100", label: "Where the curve rests for each spread of thresholds" });
    this.cobweb.line("diagonal", [[0, 0], [100, 100]], "thin");
    this.dots.draggable((x, y) => this.nearest(x, y), (i, x) => this.change(i, Math.round(x), true));
    this.jump.draggable((x) => x, (_, x) => (this.sd.set(x.toFixed(1)), this.normal()));
  }

  layout(stage) {
    const set = (crowd) => () => this.use(crowd.slice(), false);
    layout(stage, [
      group("A crowd",
        button("0, 1, 2, ..., 99", set(UNIFORM)),
        button("the 1 becomes a 2", set(UNIFORM.map((t) => (t === 1 ? 2 : t)))),
        button("normal", () => this.normal()),
        button("drawn at random", () => this.drawn())),
      group("Normal thresholds", this.mean.element, this.sd.element),
      group("One person", this.person.element, this.threshold.element),
      group("Step by step", this.clock.play, this.clock.step, button("From the start", () => this.rewind())),
    ], this.says, [
      figure("Thresholds. Drag a dot, or choose a person and move the slider.", this.dots.svg,
        key(["point orange", "acts"], ["point hollow", "waits"])),
      figure("Cobweb. The crowd stops where the curve first meets the diagonal.", this.cobweb.svg,
        key(["blue", "this crowd"], ["smooth", "the smooth curve N·F(r)"], ["orange", "the crowd's way"])),
      figure("The whole distribution decides: the same mean, another spread. Drag to change the spread.", this.jump.svg,
        key(["blue", "the smooth curve rests here"], ["green dashed", "chance in % that a drawn crowd riots (exact)"],
          ["point black", `printed: sd ${this.printed.sd}, about ${this.printed.r} persons`])),
    ]);
  }

  normal() {
    this.use(quantileCrowd(this.mean.value, this.sd.value, N), true);
  }

  drawn() {
    const crowd = drawnCrowd(this.mean.value, this.sd.value, N, this.seed, 0);
    this.seed += 1;
    this.use(crowd, true, `Crowd ${this.seed} drawn from the same distribution. `);
  }

  use(crowd, smooth, about = "") {
    Object.assign(this, { crowd: crowd.sort((a, b) => a - b), smooth, about });
    this.settle();
  }

  settle() {
    this.path = trajectory(this.crowd);
    this.at = this.path.length - 1;
    this.show();
  }

  nearest(x, y) {
    const places = this.places();
    const near = places.map(([a, b], i) => [Math.hypot((a - x) * 3.7, (b - y) * this.tall), i]).sort((a, b) => a[0] - b[0]);
    return near[0][0] < 40 ? near[0][1] : null;
  }

  /** Set one threshold; the order of persons stays while one is dragged. */
  change(i, value, dragged = false) {
    this.crowd[i] = Math.min(Math.max(value, 0), MOST + 1);
    this.smooth = false;
    this.about = "";
    this.settle();
    if (dragged) this.person.set(i + 1);
  }

  places() {
    const stack = new Map();
    return this.crowd.map((t) => {
      const x = Math.min(t, MOST + 1), level = (stack.get(x) ?? 0) + 1;
      stack.set(x, level);
      return [x, level - 0.5];
    });
  }

  rewind() {
    this.clock.stop();
    this.at = 0;
    this.show();
  }

  step() {
    const last = this.path.length - 1;
    this.at = after(this.at, last, this.clock);
    this.show();
    return this.at < last;
  }

  show() {
    const acting = this.path[this.at], end = this.path.at(-1);
    this.threshold.set(this.crowd[this.person.value - 1]);
    this.showDots(acting);
    this.showCobweb();
    this.showJump();
    const mean = this.crowd.reduce((a, b) => a + b, 0) / N;
    const now = this.at < this.path.length - 1 ? `Step ${this.at}: ${acting} act. ` : "";
    const rest = this.smooth ? ` The smooth curve rests at ${equilibrium(this.mean.value, this.sd.value, N).toFixed(2)}.` : "";
    command("granovetter_1978", { mean: this.mean.value, sd: this.sd.value });
    this.says.say(`${now}${this.about}${end} of ${N} act at the end, after ${this.path.length - 1} steps; `
      + `the average threshold is ${mean.toFixed(2)}.${rest}`);
  }

  showDots(acting) {
    const places = this.places(), tallest = Math.max(6, ...places.map(([, level]) => level + 0.5));
    this.dots.scale({ y: [0, tallest] });
    this.tall = 278 / tallest;
    const radius = Math.min(4.5, this.tall / 2.1), chosen = this.person.value - 1;
    places.forEach((place, i) => {
      const look = this.crowd[i] <= acting && this.at > 0 ? "orange" : "hollow";
      this.dots.point(`p${i}`, place, `${look}${i === chosen ? " chosen" : ""}`, i === chosen ? radius + 1.5 : radius);
    });
  }

  showCobweb() {
    const steps = [];
    for (let r = 0; r <= 100; r += 1) {
      const next = respond(this.crowd, r);
      steps.push([r, next], [Math.min(r + 1, 100), next]);
    }
    this.cobweb.line("steps", steps, "blue");
    const curve = Array.from({ length: 201 }, (_, i) => [i / 2, N * shareActing(i / 2, this.mean.value, this.sd.value)]);
    this.cobweb.line("curve", this.smooth ? curve : [], "smooth");
    const way = [[0, 0]];
    for (let t = 1; t <= this.at; t += 1) way.push([this.path[t - 1], this.path[t]], [this.path[t], this.path[t]]);
    this.cobweb.line("way", way, "orange");
    this.cobweb.point("now", way.at(-1), "orange");
  }

  showJump() {
    const mean = this.mean.value, touch = criticalSd(mean, N);
    if (mean !== this.drawnFor) {
      this.drawnFor = mean;
      const around = touch ? [touch.sd - 1e-6, touch.sd + 1e-6] : [];
      const spreads = [...SPREADS, ...around].sort((a, b) => a - b);
      this.jump.line("rest", spreads.map((sd) => [sd, equilibrium(mean, sd, N)]), "blue");
      const chances = Array.from({ length: 33 }, (_, i) => 1 + i * 1.21875);
      this.jump.line("riot", chances.map((sd) => [sd, 100 * riotProbability(mean, sd, N)]), "green dashed");
    }
    this.jump.point("printed", [this.printed.sd, this.printed.r], mean === 25 ? "black" : "gone", 5);
    this.jump.text("tells", [39, 8], touch ? `jumps at ${touch.sd.toFixed(3)}` : "no jump for this mean", "", "end");
    this.jump.point("now", [this.sd.value, this.smooth ? this.path.at(-1) : -1], this.smooth ? "orange" : "gone");
  }
}

begin("granovetter_1978", (stage, data) => new Crowd(data).layout(stage));
