// Watts (2002): the model of groundswell.classics.watts_2002 for Poisson graphs, in the browser; a test runs both.
// Thresholds are whole hundredths, so that a share is compared exactly.

import { remainder, unit, words } from "./draws.js";

const DEGREES = 16 << 16, STUBS = 17 << 16, REPAIR = 18 << 16, INITIATOR = 49 << 16; // sub-streams
const PASSES = 50;

/** K*: a vertex of at most this degree turns on by one neighbour. */
export const largestVulnerable = (percent) => Math.floor(100 / percent);

function poissonShares(z) {
  const logs = [0];
  for (let k = 1; k < Math.floor(z + 12 * Math.sqrt(z)) + 30; k += 1) logs.push(logs[k - 1] + Math.log(z / k));
  const weights = logs.map((x) => Math.exp(x - z)), sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

/** z P(Poisson(z) <= K* - 2): above 1 when one vertex can set off a global cascade. */
export function cascadeCondition(percent, z) {
  const most = largestVulnerable(percent) - 2;
  let term = Math.exp(-z), sum = 0;
  for (let k = 0; k <= most; k += 1) {
    sum += term;
    term *= z / (k + 1);
  }
  return most < 0 ? 0 : z * sum;
}

/** The mean degrees between which one vertex can set off a global cascade, or null. */
export function window(percent) {
  const excess = (z) => cascadeCondition(percent, z) - 1;
  let low = 0, high = 2 * largestVulnerable(percent) + 2;
  const golden = (Math.sqrt(5) - 1) / 2;
  while (high - low > 1e-7 * (1 + high)) {
    const a = high - golden * (high - low), b = low + golden * (high - low);
    if (excess(a) < excess(b)) low = a;
    else high = b;
  }
  const peak = 0.5 * (low + high);
  if (excess(peak) <= 0) return null;
  let past = 2 * peak + 1;
  while (excess(past) >= 0) past *= 2;
  return [bisect(excess, 0, peak), bisect(excess, peak, past)];
}

function bisect(f, from, to) {
  let low = from, high = to;
  const rising = f(high) > 0;
  for (;;) {
    const middle = 0.5 * (low + high);
    if (!(low < middle && middle < high)) return middle;
    if (f(middle) > 0 === rising) high = middle;
    else low = middle;
  }
}

/** The share S of a Poisson graph that hangs together: S = 1 - exp(-z S), 0 for z <= 1. */
export function giantComponent(z) {
  if (z <= 1) return 0;
  return bisect((s) => 1 - Math.exp(-z * s) - s, ((2 * (z - 1)) / (z * z)) * 1e-3, 1);
}

function drawDegrees(z, n, seed) {
  const upTo = [];
  poissonShares(z).reduce((sum, p) => (upTo.push(sum + p), sum + p), 0);
  return Array.from({ length: n }, (_, i) => {
    const u = unit(words(seed, DEGREES, i)[0]), k = upTo.findIndex((sum) => sum > u);
    return k < 0 ? upTo.length - 1 : k;
  });
}

function shuffledStubs(degrees, seed) {
  const stubs = degrees.flatMap((k, i) => Array(k).fill(i));
  for (let i = stubs.length - 1; i > 0; i -= 1) {
    const [w0, w1] = words(seed, STUBS, i), j = remainder(w0, w1, i + 1);
    [stubs[i], stubs[j]] = [stubs[j], stubs[i]];
  }
  return stubs;
}

function faults(a, b, n) {
  const seen = new Set();
  return a.flatMap((one, e) => {
    const key = Math.min(one, b[e]) * n + Math.max(one, b[e]), again = seen.has(key) || one === b[e];
    seen.add(key);
    return again ? [e] : [];
  });
}

/** A random network of n vertices with mean degree z, everything from `seed`: the neighbours of each vertex. */
export function randomNetwork(n, z, seed) {
  const stubs = shuffledStubs(drawDegrees(z, n, seed), seed), half = stubs.length >> 1;
  const a = stubs.slice(0, half), b = stubs.slice(half, 2 * half);
  let wrong = faults(a, b, n);
  for (let turn = 0; turn < PASSES && wrong.length > 0; turn += 1) {
    const others = wrong.map((_, i) => Math.floor(unit(words(seed, REPAIR | turn, i)[0]) * half));
    wrong.forEach((e, i) => ([b[e], b[others[i]]] = [b[others[i]], b[e]]));
    wrong = faults(a, b, n);
  }
  const left = new Set(wrong), ties = Array.from({ length: n }, () => []);
  a.forEach((one, e) => left.has(e) || (ties[one].push(b[e]), ties[b[e]].push(one)));
  return ties;
}

/** The vertex that starts: one, at random. */
export function initiator(n, seed) {
  const [w0, w1] = words(seed, INITIATOR, 0);
  return remainder(w0, w1, n);
}

/** The cascade that one vertex sets off: at which step each vertex turned on (-1: never), and how many are on. */
export function cascade(ties, percent, start) {
  const need = ties.map((near) => (near.length ? Math.max(Math.floor((near.length * percent + 99) / 100), 1) : 1));
  const seen = new Int32Array(ties.length), step = new Int32Array(ties.length).fill(-1);
  const queue = [start];
  step[start] = 0;
  for (let head = 0; head < queue.length; head += 1) {
    for (const j of ties[queue[head]]) {
      seen[j] += 1;
      if (seen[j] >= need[j] && step[j] < 0) {
        step[j] = step[queue[head]] + 1;
        queue.push(j);
      }
    }
  }
  return { step, size: queue.length };
}

/** The cascade of one spark in one newly drawn network. */
export function simulate(n, z, percent, seed) {
  return cascade(randomNetwork(n, z, seed), percent, initiator(n, seed));
}
