// The same random words and the same arithmetic as groundswell.rng and groundswell.portable, to the last bit:
// Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011), and functions made of +, -, *, / alone.

const CLASSICS = 20; // the purpose of every draw of a replicated paper
const STREAM_VERSION = 1;

function highWord(a, b) {
  // upper 32 bits of the product of two unsigned 32-bit numbers, whose halves multiply without rounding
  const a0 = a & 0xffff, a1 = a >>> 16, b0 = b & 0xffff, b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle & 0xffff);
  return a1 * b1 + (middle >>> 16) + (other >>> 16);
}

/** Four 32-bit words for one person in one sub-stream; seed, stream and person are whole numbers below 2^32. */
export function words(seed, stream, person) {
  let c0 = person >>> 0, c1 = stream >>> 0, c2 = CLASSICS, c3 = STREAM_VERSION, k0 = seed >>> 0, k1 = 0;
  for (let round = 0; round < 10; round += 1) {
    const high0 = highWord(0xd2511f53, c0), low0 = Math.imul(0xd2511f53, c0);
    const high1 = highWord(0xcd9e8d57, c2), low1 = Math.imul(0xcd9e8d57, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** A word as a number strictly between 0 and 1. */
export const unit = (word) => (word + 0.5) * 2 ** -32;

/** A whole number in 0 .. n-1 from a word; exact for n below 2^21. */
export const below = (word, n) => Math.floor((word * n) / 4294967296);

/** The remainder of the 64-bit number that two words make; exact for n below 2^20. */
export const remainder = (high, low, n) => ((high % n) * (4294967296 % n) + low) % n;

function powerOfTwo(n) {
  let power = 1;
  for (let left = Math.abs(n); left > 0; left -= 1) power *= n > 0 ? 2 : 0.5;
  return power;
}

/** e to the x; 0 below -745. */
export function exp(x) {
  const bounded = Math.min(Math.max(x, -745), 709);
  const n = Math.floor(bounded * 1.4426950408889634 + 0.5);
  const r = bounded - n * 6.93147180369123816490e-1 - n * 1.90821492927058770002e-10;
  let total = 1;
  for (let k = 14; k > 0; k -= 1) total = 1 + (total * r) / k;
  return total * powerOfTwo(n);
}

/** ln x for finite x > 0. */
export function log(x) {
  let m = x, e = 0;
  while (m >= 1) [m, e] = [m * 0.5, e + 1];
  while (m < 0.5) [m, e] = [m * 2, e - 1];
  if (m < 0.7071067811865476) [m, e] = [m + m, e - 1];
  const s = (m - 1) / (m + 1), z = s * s;
  let odd = 1 / 21;
  for (let k = 19; k > 0; k -= 2) odd = odd * z + 1 / k;
  return e * 6.93147180369123816490e-1 + (e * 1.90821492927058770002e-10 + 2 * s * odd);
}

const ratio = (top, low, x) =>
  top.slice(1).reduce((sum, c) => sum * x + c, top[0]) / low.slice(1).reduce((sum, c) => sum * x + c, low[0]);
const TAIL = [
  [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783],
  [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
];
const MIDDLE_TOP = [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.383577518672690e2, -3.066479806614716e1, 2.506628277459239];
const MIDDLE_LOW = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1];

/** The standard normal variate of a uniform u in (0, 1): Acklam's rational approximation (2003). */
export function normalQuantile(u) {
  const q = u < 0.5 ? u : 1 - u;
  let z;
  if (q < 0.02425) {
    z = ratio(...TAIL, Math.sqrt(-2 * log(q)));
  } else {
    const t = q - 0.5, r = t * t;
    const top = MIDDLE_TOP.slice(1).reduce((sum, c) => sum * r + c, MIDDLE_TOP[0]);
    const low = MIDDLE_LOW.slice(1).reduce((sum, c) => sum * r + c, MIDDLE_LOW[0]);
    z = (top * t) / low;
  }
  return u < 0.5 ? z : -z;
}

/** The share of a standard normal below z: the series of Marsaglia (2004), beyond 3 Laplace's continued fraction. */
export function normalShare(z) {
  const x = Math.abs(z), density = 0.3989422804014327 * exp(-0.5 * x * x);
  let upper;
  if (x < 3) {
    let term = x, total = x;
    for (let k = 3; k < 80; k += 2) {
      term *= (x * x) / k;
      total += term;
    }
    upper = 0.5 - total * density;
  } else {
    let fraction = x;
    for (let k = 60; k > 0; k -= 1) fraction = x + k / fraction;
    upper = density / fraction;
  }
  return z > 0 ? 1 - upper : upper;
}
