// Epstein (2002), Models I and II: the society of groundswell.classics.epstein_2002 with the same draws, tick by tick.
// A test runs both and compares every count of every tick, and the lattice.

import { below, exp, unit, words } from "./draws.js";

const [TRAITS, PLACES, ORDER, CITIZEN, COP, RELEASE, HIRE, BIRTH] = Array.from({ length: 8 }, (_, n) => (0x30 + n) * 2 ** 24);
const NOBODY = -(2 ** 31); // of an empty site; citizens are 0, 1, ... and cops -1, -2, ...
const QUIET = 0, ACTIVE = 1, JAILED = 2, DEAD = 3;
export const LATTICE = ["empty", "quiet", "active", "jailed", "cop"];

/** What the paper leaves open, as printed, and as two well-known programs read it. */
export const READINGS = {
  printed: { shape: "euclid", rounding: "none", self_count: "once", term: "1..J", jailed: "leave",
    release: "anywhere", cop_moves_to_arrest: false, move_first: true },
  netlogo: { shape: "euclid", rounding: "floor", self_count: "twice", term: "0..J-1", jailed: "leave",
    release: "site", cop_moves_to_arrest: true, move_first: true },
  mesa: { shape: "diamond", rounding: "half_even", self_count: "once", term: "0..J", jailed: "stay",
    release: "anywhere", cop_moves_to_arrest: false, move_first: false },
};

export const RUN_2 = { model: "I", blue_share: 0.5, clone_probability: 0.05, clone_radius: 1.7, max_age: 200,
  width: 40, height: 40, density: 0.7, cop_density: 0.04, legitimacy: 0.82, vision: 7, k: 2.3,
  threshold: 0.1, jail_max: 30, movement: true, ...READINGS.printed };

const INSIDE = {
  euclid: (dy, dx, r) => dy * dy + dx * dx <= r * r,
  diamond: (dy, dx, r) => Math.abs(dy) + Math.abs(dx) <= r,
  square: () => true,
};

/** For each site the sites seen from it, in reading order, its own left out. */
function views({ width, height, vision, shape }) {
  const reach = Math.floor(vision), steps = [];
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) if ((dy || dx) && INSIDE[shape](dy, dx, vision)) steps.push([dy, dx]);
  }
  return Array.from({ length: width * height }, (_, site) => {
    const y = Math.floor(site / width), x = site % width;
    return Int32Array.from(steps, ([dy, dx]) => ((y + dy + height) % height) * width + ((x + dx + width) % width));
  });
}

function halfEven(x) {
  const low = Math.floor(x), rest = x - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
}

/** One society of a seed. Set `rules.legitimacy`, `rules.cop_density` or `rules.jail_max` between ticks at will. */
export class Society {
  constructor(seed, rules = RUN_2) {
    this.seed = seed;
    this.rules = { ...rules };
    this.sites = rules.width * rules.height;
    this.views = views(rules);
    this.two = rules.model === "II"; // two groups, of which the active kill each other's
    this.near = this.two ? views({ ...rules, shape: "euclid", vision: rules.clone_radius }) : null;
    this.now = 0;
    this.at = new Int32Array(this.sites).fill(NOBODY);
    this.acting = new Uint8Array(this.sites); // sites of active citizens
    const n = Math.floor(rules.density * this.sites + 0.5);
    const traits = ["status", "site", "until", "hardship", "risk", "group", "dies"];
    for (const each of traits) this[each] = new Array(n).fill(0);
    this.cops = []; // a site each, or -1 when not in force
    this.populate(n);
  }

  get wantedCops() { return Math.floor(this.rules.cop_density * this.sites + 0.5); }

  populate(n) {
    const places = Array.from({ length: this.sites }, (_, i) => i);
    this.shuffle(PLACES, places);
    for (let i = 0; i < n; i += 1) {
      const [w0, w1, w2, w3] = words(this.seed, TRAITS, i);
      [this.hardship[i], this.risk[i]] = [unit(w0), unit(w1)];
      this.group[i] = this.two && unit(w2) >= this.rules.blue_share ? 1 : 0;
      this.dies[i] = this.two ? this.life(w3) - 1 : Infinity;
      this.settle(i, places[i]);
    }
    for (let c = 0; c < this.wantedCops; c += 1) this.placeCop(c, places[n + c]);
  }

  /** Whole ticks of a life U(0, max_age), rounded up. */
  life(word) { return Math.ceil(unit(word) * this.rules.max_age); }

  settle(i, site) {
    this.site[i] = site;
    this.status[i] = QUIET;
    this.at[site] = i;
  }

  placeCop(cop, target) {
    if (this.cops[cop] >= 0) this.at[this.cops[cop]] = NOBODY;
    this.cops[cop] = target;
    if (target >= 0) this.at[target] = -1 - cop;
  }

  shuffle(stream, items) {
    let draw;
    for (let i = items.length - 1; i > 0; i -= 1) {
      const phase = (items.length - 1 - i) % 4;
      if (phase === 0) draw = words(this.seed, stream, i);
      const j = below(draw[phase], i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
  }

  /** One of the sites of `view` for which `test` holds, or -1. */
  pick(view, test, word) {
    let total = 0;
    for (const site of view) if (test(site)) total += 1;
    if (total === 0) return -1;
    let left = below(word, total);
    for (const site of view) {
      if (test(site)) {
        if (left === 0) return site;
        left -= 1;
      }
    }
    return -1;
  }

  emptyAnywhere(stream, who) {
    for (let attempt = 0; attempt < 8; attempt += 1) {
      for (const word of words(this.seed, stream, who + attempt * 2 ** 28)) {
        const site = below(word, this.sites);
        if (this.at[site] === NOBODY) return site;
      }
    }
    const all = Array.from({ length: this.sites }, (_, i) => i);
    return this.pick(all, (s) => this.at[s] === NOBODY, words(this.seed, stream, who + 8 * 2 ** 28)[0]);
  }

  /** Rule M: to a random empty site within vision. */
  move(who) {
    const cop = who < 0;
    if (!cop && !this.rules.movement) return;
    const from = cop ? this.cops[-1 - who] : this.site[who];
    const word = words(this.seed, (cop ? COP : CITIZEN) + this.now, cop ? -1 - who : who)[0];
    const target = this.pick(this.views[from], (s) => this.at[s] === NOBODY, word);
    if (target < 0) return;
    if (cop) return this.placeCop(-1 - who, target);
    this.at[from] = NOBODY;
    [this.acting[target], this.acting[from]] = [this.acting[from], 0];
    this.at[target] = who;
    this.site[who] = target;
  }

  /** P = 1 - exp(-k C/A), in the reading chosen of C/A. */
  arrestProbability(cops, actives) {
    if (actives === 0) return cops > 0 ? 1 : 0;
    const { rounding, k } = this.rules, ratio = cops / actives;
    const read = rounding === "floor" ? Math.floor(ratio) : rounding === "half_even" ? halfEven(ratio) : ratio;
    return 1 - exp(-k * read);
  }

  /** Rule A: active when G - R P > T. */
  wouldAct(i) {
    const grievance = this.hardship[i] * (1 - this.rules.legitimacy);
    if (grievance <= this.rules.threshold) return false;
    let cops = 0, actives = this.rules.self_count === "never" ? 0 : 1;
    if (this.rules.self_count === "twice" && this.status[i] === ACTIVE) actives = 2;
    for (const site of this.views[this.site[i]]) {
      const who = this.at[site];
      if (who < 0 && who !== NOBODY) cops += 1;
      actives += this.acting[site];
    }
    return grievance - this.risk[i] * this.arrestProbability(cops, actives) > this.rules.threshold;
  }

  /** Model II: an active citizen kills a random member of the other group in its vision. */
  strike(i) {
    if (!this.two || this.status[i] !== ACTIVE) return;
    const word = words(this.seed, CITIZEN + this.now, i)[1];
    const other = (who) => who >= 0 && this.group[who] !== this.group[i] && this.status[who] !== JAILED;
    const site = this.pick(this.views[this.site[i]], (s) => other(this.at[s]), word);
    if (site >= 0) (this.killed += 1, this.die(this.at[site]));
  }

  die(i) {
    const site = this.status[i] !== JAILED || this.rules.jailed === "stay" ? this.site[i] : -1;
    if (site >= 0) [this.at[site], this.acting[site]] = [NOBODY, 0];
    this.status[i] = DEAD;
  }

  /** Model II: offspring on an empty neighbouring site; group and hardship are inherited, the risk is drawn. */
  multiply(i) {
    if (!this.two || unit(words(this.seed, CITIZEN + this.now, i)[2]) >= this.rules.clone_probability) return;
    const [w0, w1, w2] = words(this.seed, BIRTH + this.now, i);
    const site = this.pick(this.near[this.site[i]], (s) => this.at[s] === NOBODY, w2);
    if (site < 0) return;
    const child = this.places.length ? this.places.shift() : this.status.length;
    [this.hardship[child], this.risk[child], this.group[child]] = [this.hardship[i], unit(w0), this.group[i]];
    this.dies[child] = this.now + this.life(w1);
    this.settle(child, site);
    this.born += 1;
  }

  term(word) {
    const { term, jail_max: most } = this.rules;
    if (most === Infinity) return Infinity;
    if (term === "real") return Math.ceil(unit(word) * most);
    return term === "1..J" ? 1 + below(word, most) : below(word, term === "0..J" ? most + 1 : most);
  }

  /** Rule C: a cop arrests a random active citizen in its vision; says whether it did. */
  arrest(cop) {
    const [, suspect, length] = words(this.seed, COP + this.now, cop);
    const site = this.pick(this.views[this.cops[cop]], (s) => this.acting[s] === 1, suspect);
    if (site < 0) return false;
    const i = this.at[site], term = this.term(length);
    this.acting[site] = 0;
    this.status[i] = term > 0 ? JAILED : QUIET;
    if (term === 0) return true;
    this.until[i] = this.now + term;
    if (this.rules.jailed === "leave") {
      this.at[site] = NOBODY;
      if (this.rules.cop_moves_to_arrest) this.placeCop(cop, site);
    }
    return true;
  }

  release(i) {
    if (this.rules.jailed === "stay") {
      this.status[i] = QUIET;
      return;
    }
    let site = -1;
    if (this.rules.release === "site" && this.at[this.site[i]] === NOBODY) site = this.site[i];
    else if (this.rules.release !== "anywhere") {
      const word = words(this.seed, CITIZEN + this.now, i)[3];
      site = this.pick(this.views[this.site[i]], (s) => this.at[s] === NOBODY, word);
    }
    if (site < 0) site = this.emptyAnywhere(RELEASE + this.now, i);
    if (site >= 0) this.settle(i, site);
  }

  muster() {
    const wanted = this.wantedCops;
    for (let c = 0; c < Math.max(this.cops.length, wanted); c += 1) {
      const inForce = this.cops[c] >= 0;
      if (inForce && c >= wanted) this.placeCop(c, -1);
      else if (!inForce && c < wanted) this.placeCop(c, this.emptyAnywhere(HIRE + this.now, c));
    }
  }

  lineUp() {
    const line = [];
    this.places = [];
    for (let i = 0; i < this.status.length; i += 1) {
      if (this.status[i] === JAILED && this.until[i] <= this.now) this.release(i);
      if (this.status[i] <= ACTIVE) line.push(i);
      else if (this.status[i] === DEAD) this.places.push(i); // for the newborn of this tick
    }
    this.cops.forEach((site, c) => site >= 0 && line.push(-1 - c));
    this.shuffle(ORDER + this.now, line);
    return line;
  }

  /** Let one period pass; return its counts, named as the columns of the Python table. */
  tick() {
    this.muster();
    let arrests = (this.killed = this.born = 0);
    for (const who of this.lineUp()) {
      if (who >= 0 && this.status[who] > ACTIVE) continue; // arrested since the tick began
      if (this.rules.move_first) this.move(who);
      let caught = false;
      if (who < 0) {
        caught = this.arrest(-1 - who);
        arrests += caught;
      } else {
        this.status[who] = this.wouldAct(who) ? ACTIVE : QUIET;
        this.acting[this.site[who]] = this.status[who];
        this.strike(who);
      }
      if (!this.rules.move_first && !(caught && this.rules.cop_moves_to_arrest)) this.move(who);
      if (who >= 0) this.multiply(who);
    }
    if (this.two) this.status.forEach((status, i) => { if (status !== DEAD && this.dies[i] <= this.now) this.die(i); });
    this.now += 1;
    return { ...this.counts(), arrests, killed: this.killed, born: this.born };
  }

  counts() {
    const of = [0, 0, 0], groups = [0, 0], { legitimacy, threshold } = this.rules;
    let hidden = 0;
    for (let i = 0; i < this.status.length; i += 1) {
      if (this.status[i] === DEAD) continue;
      of[this.status[i]] += 1;
      groups[this.group[i]] += 1;
      if (this.status[i] === QUIET && this.hardship[i] * (1 - legitimacy) > threshold) hidden += 1;
    }
    const cops = this.cops.filter((site) => site >= 0).length;
    return { quiet: of[QUIET], actives: of[ACTIVE], jailed: of[JAILED], hidden, cops, blue: groups[0], green: groups[1] };
  }

  /** What stands on each site, as indices into LATTICE. */
  picture() {
    return Uint8Array.from(this.at, (who) => (who === NOBODY ? 0 : who < 0 ? 4 : this.status[who] + 1));
  }
}
