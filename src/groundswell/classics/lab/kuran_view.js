// Kuran's cascade on a page: ten people who hide what they want, one threshold moved, and what an observer can see.

import { Plot, key } from "./chart.js";
import { equilibria, falsification, preference, states } from "./kuran.js";
import { after, begin, button, clock, command, figure, group, layout, readout, s, slider } from "./page.js";

const A = [0, 20, 20, 30, 40, 50, 60, 70, 80, 100], B = [0, 20, 30, 30, 40, 50, 60, 70, 80, 100];
const SOCIETY = { integrity: 1, reputation: 1, neutral: 100 };

class Cascade {
  constructor(data) {
    this.says = readout();
    const { second } = data.parameters;
    this.sliders = A.map((value, i) => slider(
      { ...second, value, source: i === 1 ? second.source : "", unit: "%", low: 0, high: 110 },
      { step: 1, digits: 0, label: `person ${i + 1}`, on: () => this.settle() }));
    this.clock = clock(() => this.step(), () => 900);
    this.people = s("svg", { viewBox: "0 0 440 190", role: "img" });
    this.curve = new Plot({ x: [0, 10], y: [0, 10], xTitle: "in public opposition now, S", yTitle: "whose threshold is reached",
      label: "How many thresholds are reached by each number in opposition; the society rests where the steps meet the diagonal" });
    this.curve.line("diagonal", [[0, 0], [10, 10]], "thin");
    this.hidden = new Plot({ x: [0, 10], y: [0, 1], xTitle: "step", yTitle: "share of the ten",
      label: "Public opposition and hidden opposition, step by step" });
    this.settle();
  }

  layout(stage) {
    const set = (crowd) => () => {
      this.sliders.forEach((one, i) => one.set(crowd[i]));
      this.settle();
    };
    const moved = (crowd) => crowd.map((t, i) => (i === 1 ? 10 : t));
    layout(stage, [
      group("A society of ten", button("A", set(A)), button("A, the second at 10 %", set(moved(A))),
        button("B", set(B)), button("B, the second at 10 %", set(moved(B)))),
      group("Step by step", this.clock.play, this.clock.step),
      group("Share in opposition at which each joins", ...this.sliders.map((one) => one.element)),
    ], this.says, [
      figure("The ten, each with the share in opposition that it takes.", this.people,
        key(["point orange", "opposes in public"], ["point hollow", "opposes and hides it; a small ring: does not oppose"])),
      figure("Whoever is reached joins. The society rests where the steps first meet the diagonal; other resting places stay out"
        + " of sight.", this.curve.svg, key(["blue", "thresholds reached"], ["orange", "the society's way"],
        ["point hollow", "would hold itself up"])),
      figure("What the public sees, and what calm hides: the falsification index is the gap.", this.hidden.svg,
        key(["orange", "shows opposition"], ["blue dashed", "wants the regime gone"])),
    ]);
  }

  settle() {
    this.percents = this.sliders.map((one) => one.value);
    this.states = states(this.percents);
    this.at = this.states.length - 1;
    this.show();
  }

  step() {
    const last = this.states.length - 1;
    this.at = after(this.at, last, this.clock);
    this.show();
    return this.at < last;
  }

  show() {
    const state = this.states[this.at], acting = state.filter(Boolean).length, rests = equilibria(this.percents);
    const path = this.states.map((each) => each.filter(Boolean).length);
    const wants = this.percents.map((t) => preference(Math.min(t, 100), SOCIETY));
    const hidden = this.states.map((each) => falsification(wants, each));
    const average = this.percents.reduce((a, b) => a + b, 0) / 10;
    const now = this.at < path.length - 1 ? `Step ${this.at}: ${acting} of 10 oppose in public. ` : "";
    this.says.say(`${now}${path.at(-1)} of 10 oppose in public at the end; the average threshold is ${average} %. `
      + `Hidden opposition falls from ${Math.round(100 * hidden[0])} % to ${Math.round(100 * hidden.at(-1))} %. `
      + `Numbers that would hold themselves up: ${rests.join(", ") || "none"}.`);
    const base = this.percents[2] === 30 ? "B" : "A";
    command("kuran_1991", { society: base, second: Math.min(this.percents[1], 100) });
    this.showPeople(state, wants);
    this.showCurve(path, rests);
    this.hidden.scale({ x: [0, Math.max(path.length - 1, 2)] });
    this.hidden.line("shows", path.slice(0, this.at + 1).map((n, t) => [t, n / 10]), "orange");
    const want = wants.filter((x) => x > 50).length / 10;
    this.hidden.line("wants", path.map((_, t) => [t, want]), "blue dashed");
    this.hidden.point("now", [this.at, acting / 10], "orange");
  }

  showPeople(state, wants) {
    this.people.replaceChildren(...this.percents.flatMap((percent, i) => {
      const x = 44 + (i % 5) * 88, y = i < 5 ? 40 : 132, look = state[i] ? "point orange" : "point hollow";
      return [s("circle", { class: look, cx: x, cy: y, r: wants[i] > 50 ? 24 : 16 }),
        s("text", { x, y: y + 44, "text-anchor": "middle" }, percent > 100 ? "never" : `${percent} %`)];
    }));
    const shown = state.filter(Boolean).length;
    this.people.setAttribute("aria-label", `Ten people: ${shown} oppose in public, ${10 - shown} do not`);
  }

  showCurve(path, rests) {
    const reached = (acting) => this.percents.filter((t) => 100 * acting >= 10 * t).length, steps = [];
    for (let acting = 0; acting <= 10; acting += 1) steps.push([acting, reached(acting)], [Math.min(acting + 1, 10), reached(acting)]);
    this.curve.line("steps", steps, "blue");
    const way = [[0, 0]];
    for (let t = 1; t <= this.at; t += 1) way.push([path[t - 1], path[t]], [path[t], path[t]]);
    this.curve.line("way", way, "orange");
    for (let n = 0; n <= 10; n += 1) this.curve.point(`rest${n}`, [n, n], rests.includes(n) ? "hollow" : "gone", 7);
    this.curve.point("now", way.at(-1), "orange", 5);
  }
}

begin("kuran_1991", (stage, data) => new Cascade(data).layout(stage));
