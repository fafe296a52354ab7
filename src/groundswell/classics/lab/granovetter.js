// Granovetter (1978): the model of groundswell.classics.granovetter_1978, for the browser; a test runs both.

import { normalQuantile, normalShare, unit, words } from "./draws.js";

const SAMPLED = 1 << 16; // the sub-stream of drawn crowds

/** r(0) = 0, r(1), ... up to the equilibrium, for whole numbers of others that each person must see acting. */
export function trajectory(needed) {
  const path = [0];
  for (;;) {
    const acting = path[path.length - 1], next = needed.filter((count) => count <= acting).length;
    if (next === acting) return path;
    path.push(next);
  }
}

/** The next r after `acting` persons: how many need at most that many. */
export const respond = (needed, acting) => needed.filter((count) => count <= acting).length;

/** Thresholds at the quantiles (i - 1/2)/n of the normal, rounded to whole persons (halves up), none below 0. */
export function quantileCrowd(mean, sd, n) {
  return Array.from({ length: n }, (_, i) => Math.floor(Math.max(mean + sd * quantile((i + 0.5) / n), 0) + 0.5));
}

/** The others that each person of one drawn crowd must see: normal thresholds, rounded up to whole persons. */
export function drawnCrowd(mean, sd, n, crowd, seed) {
  return Array.from({ length: n }, (_, i) => {
    const threshold = mean + sd * normalQuantile(unit(words(seed, SAMPLED, crowd * n + i)[0]));
    return Math.min(Math.max(Math.ceil((threshold * n) / n), 0), n + 1);
  });
}

// Wichura's algorithm AS 241 (1988), as Python's statistics.NormalDist has it: a crowd at the quantiles is the same.
const CENTRE = [
  [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
  [5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1],
];
const NEAR = [
  [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
  [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1],
];
const FAR = [
  [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772],
  [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1],
];
const horner = (coefficients, x) => coefficients.slice(1).reduce((sum, c) => sum * x + c, coefficients[0]);
const fraction = ([top, low], x) => horner(top, x) / horner(low, x);

function quantile(p) {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return fraction(CENTRE, 0.180625 - q * q) * q;
  const r = Math.sqrt(-Math.log(q <= 0 ? p : 1 - p));
  const z = r <= 5 ? fraction(NEAR, r - 1.6) : fraction(FAR, r - 5);
  return q < 0 ? -z : z;
}

/** F(r): the share of a normal distribution of thresholds that r persons acting satisfy. */
export function shareActing(r, mean, sd) {
  if (sd === 0) return r >= mean ? 1 : 0;
  return normalShare((r - mean) / sd);
}

/** The equilibrium of r(t+1) = n F(r(t)) from r(0) = 0, in persons. */
export function equilibrium(mean, sd, n = 100) {
  if (sd === 0) return mean <= 0 ? n : 0;
  const gain = (r) => n * shareActing(r, mean, sd) - r;
  const density = (sd * Math.sqrt(2 * Math.PI)) / n;
  if (density >= 1) return crossing(gain, 0, n);
  const bend = sd * Math.sqrt(-2 * Math.log(density)), valley = Math.min(mean - bend, n);
  if (valley > 0 && gain(valley) <= 0) return crossing(gain, 0, valley);
  return crossing(gain, Math.min(Math.max(mean + bend, 0), n), n);
}

function crossing(gain, from, to) {
  let low = from, high = to;
  if (gain(low) <= 0) return low;
  if (gain(high) >= 0) return high;
  for (;;) {
    const middle = 0.5 * (low + high);
    if (!(low < middle && middle < high)) break;
    if (gain(middle) > 0) low = middle;
    else high = middle;
  }
  return Math.abs(gain(high)) < Math.abs(gain(low)) ? high : low;
}

const density = (z) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

/** The sd at which the equilibrium jumps up, and the r from which it does; null where mean >= n/2 (no jump). */
export function criticalSd(mean, n = 100) {
  if (mean <= 0 || mean / n >= 0.5) return null;
  const z = -crossing((w) => normalShare(-w) + w * density(w) - mean / n, 0, 40);
  return { sd: n * density(z), r: n * normalShare(z) };
}

/** P(k persons act at the end), k = 0 .. n, when n thresholds are drawn independently; cdf(j): one joins j others. */
export function finalSizes(cdf, n) {
  const logs = [0];
  for (let k = 1; k <= n + 1; k += 1) logs.push(logs[k - 1] + Math.log(k));
  const final = new Float64Array(n + 1);
  let alive = new Float64Array(n + 1), before = 0;
  alive[0] = 1;
  for (let level = 0; level <= n; level += 1) {
    const now = cdf(level), p = before < 1 ? (now - before) / (1 - before) : 1;
    const next = new Float64Array(n + 1);
    alive.forEach((mass, c) => mass > 0 && join(mass, c, n, p, logs, next));
    final[level] = next[level];
    next[level] = 0;
    [alive, before] = [next, now];
  }
  return final;
}

// The binomial terms, from the largest one outwards.
function join(mass, c, n, p, logs, next) {
  const left = n - c;
  if (p <= 0 || left === 0) next[c] += mass;
  else if (p >= 1) next[n] += mass;
  else {
    const mode = Math.floor((left + 1) * p), odds = p / (1 - p);
    const ways = logs[left] - logs[mode] - logs[left - mode];
    const peak = mass * Math.exp(ways + mode * Math.log(p) + (left - mode) * Math.log1p(-p)), tiny = 1e-20 * peak;
    for (let k = mode, term = peak; k <= left && term > tiny; k += 1) {
      next[c + k] += term;
      term *= ((left - k) / (k + 1)) * odds;
    }
    for (let k = mode, term = peak; k > 0 && term > tiny; k -= 1) {
      term *= k / ((left - k + 1) * odds);
      next[c + k - 1] += term;
    }
  }
}

/** The exact probability that more than half of a drawn crowd of n acts. */
export function riotProbability(mean, sd, n = 100) {
  const sizes = finalSizes((j) => shareActing(j, mean, sd), n);
  return sizes.slice(Math.floor(n / 2) + 1).reduce((sum, p) => sum + p, 0);
}
