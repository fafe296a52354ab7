// Exit and voice on a page: the regions of the game's equilibrium, and the tree with the moves that are made.

import { Plot, key } from "./chart.js";
import { outcomes, play } from "./exit_voice.js";
import { begin, button, command, figure, group, layout, readout, s, slider } from "./page.js";

const LOOK = { Loyalty: "grey", Exit: "yellow", "Voice - Respond": "blue" };
const STEP = 5; // hundredths between two points of the plane
const number = (hundredths) => String(hundredths / 100).replace("-", "−");

class Game {
  constructor(data) {
    const p = data.parameters, on = () => this.show();
    this.says = readout();
    this.exit = slider(p.exit_value, { step: 0.05, low: -0.5, high: 1.5, on });
    this.loyalty = slider(p.loyalty, { step: 0.05, low: 0, high: 2, on });
    this.cost = slider(p.voice_cost, { step: 0.05, low: 0.05, high: 0.95, on });
    this.plane = new Plot({ x: [-0.5, 1.5], y: [0, 2], xTitle: "value of exit, E", yTitle: "value of loyalty to the state, L",
      label: "What happens for each value of exit and of loyalty; drag the point" });
    this.plane.draggable(() => true, (_, x, y) => {
      this.exit.set(Math.round(20 * x) / 20);
      this.loyalty.set(Math.round(20 * y) / 20);
      this.show();
    });
    this.tree = s("svg", { viewBox: "0 0 460 340", role: "img" });
    this.show();
  }

  layout(stage) {
    const set = (e, l, c) => () => {
      this.exit.set(e);
      this.loyalty.set(l);
      this.cost.set(c);
      this.show();
    };
    layout(stage, [
      group("Payoffs", this.exit.element, this.loyalty.element, this.cost.element),
      group("Four citizens", button("heard", set(0.2, 1.5, 0.3)), button("leaves, exit is too good", set(0.9, 1.5, 0.3)),
        button("leaves, state not dependent", set(0.6, 0.5, 0.3)), button("silent, nowhere to go", set(-0.5, 1.5, 0.3))),
    ], this.says, [
      figure("Regions of the equilibrium. Voice is a wedge that ends at E = 1 − c. Drag the point.", this.plane.svg,
        key(["fill blue", "speaks and is heard"], ["fill yellow", "leaves"], ["fill grey", "silent"], ["point black", "here"])),
      figure("The game. Thick: the move that each would make at each node; orange: what happens. Payoffs: citizen, state.", this.tree,
        key(["orange", "happens"], ["black", "would be chosen"], ["thin", "would not"])),
    ]);
  }

  show() {
    const [e, c, l] = [this.exit, this.cost, this.loyalty].map((one) => Math.round(100 * one.value));
    const game = play(e, c, l);
    const why = e <= 0 ? "leaving is worth no more than staying" : l <= 100 ? "the state does not depend on the citizen"
      : game.citizen === "Exit" ? "leaving is worth more than being heard" : "the citizen could leave, and the state would rather respond";
    const does = { Loyalty: "stays and is silent", Exit: "leaves", Voice: "speaks, and the state responds" }[game.citizen];
    this.says.say(`The citizen ${does}: ${why}. Payoffs: citizen ${number(game.payoffs[0])}, state ${number(game.payoffs[1])}. `
      + `Asked, the state would ${game.state === "Respond" ? "respond" : "ignore voice"}.`);
    command("exit_voice_2017", { exit_value: e / 100, loyalty: l / 100, voice_cost: c / 100 });
    this.paint(c);
    this.plane.point("now", [e / 100, l / 100], "black", 7);
    this.plane.line("edge", [[1 - c / 100, 1], [1 - c / 100, 2]], "thin");
    this.draw(e, c, l, game);
  }

  paint(cost) {
    if (this.painted === cost) return;
    this.painted = cost;
    for (let e = -50; e < 150; e += STEP) {
      for (let l = 0; l < 200; l += STEP) {
        const x = this.plane.px(e / 100), y = this.plane.py((l + STEP) / 100);
        const path = play(e + STEP / 2, cost, l + STEP / 2).path.join(" - ");
        this.plane.mark(`${e} ${l}`, "rect", { class: `fill ${LOOK[path]}`, x, y, width: this.plane.px((e + STEP) / 100) - x + 0.4,
          height: this.plane.py(l / 100) - y + 0.4 }, this.plane.under);
      }
    }
  }

  draw(e, c, l, game) {
    const ends = outcomes(e, c, l), [one, two, three] = [[230, 30], [330, 120], [390, 215]];
    const pair = ([a, b]) => `${number(a)}, ${number(b)}`, made = (move) => game.path.includes(move);
    const asked = made("Voice"), ignored = asked && made("Ignore");
    const branches = [
      [one, [60, 120], "Exit", pair(ends.exit), game.citizen === "Exit", made("Exit") && !asked],
      [one, [190, 120], "Loyalty", pair(ends.loyalty), game.citizen === "Loyalty", made("Loyalty") && !asked],
      [one, two, "Voice", "", game.citizen === "Voice", asked],
      [two, [230, 215], "Respond", pair(ends.respond), game.state === "Respond", asked && made("Respond")],
      [two, three, "Ignore", "", game.state === "Ignore", ignored],
      [three, [290, 300], "Exit", pair(ends.ignoredExit), game.afterIgnore === "Exit", ignored && made("Exit")],
      [three, [415, 300], "Loyalty", pair(ends.ignoredLoyalty), game.afterIgnore === "Loyalty", ignored && made("Loyalty")],
    ];
    this.tree.replaceChildren(...branches.flatMap((branch) => this.branch(...branch)),
      ...[[one, "citizen"], [two, "state"], [three, "citizen"]].flatMap(([[x, y], who]) => [
        s("circle", { class: "point black", cx: x, cy: y, r: 5 }), s("text", { class: "note", x: x + 10, y: y - 6 }, who)]));
    this.tree.setAttribute("aria-label", `Game tree. What happens: ${game.path.join(", then ")}`);
  }

  branch([x1, y1], [x2, y2], move, payoffs, chosen, happens) {
    const look = happens ? "orange" : chosen ? "black" : "thin";
    return [s("path", { class: `line ${look}`, d: `M${x1} ${y1}L${x2} ${y2}` }),
      s("text", { class: "note", x: (x1 + x2) / 2, y: (y1 + y2) / 2 + 4, "text-anchor": "middle" }, move),
      s("text", { x: x2, y: y2 + 18, "text-anchor": "middle" }, payoffs)];
  }
}

begin("exit_voice_2017", (stage, data) => new Game(data).layout(stage));
