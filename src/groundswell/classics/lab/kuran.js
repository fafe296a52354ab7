// Kuran (1989, 1991): the model of groundswell.classics.kuran_1991 in whole numbers, for the browser; a test runs both.

/** Whether `acting` of n persons are enough for a threshold in per cent: exact, as the paper's shares are. */
const reached = (acting, n, percent) => 100 * acting >= percent * n;

/** Who is in public opposition, from the state in which nobody is to the one that stays; thresholds are per cent. */
export function states(percents) {
  const path = [percents.map(() => false)];
  for (;;) {
    const last = path[path.length - 1], acting = last.filter(Boolean).length;
    const next = last.map((stands, i) => stands || reached(acting, percents.length, percents[i]));
    if (next.every((stands, i) => stands === last[i])) return path;
    path.push(next);
  }
}

/** S(0) = 0, S(1), ...: how many are in public opposition. */
export const trajectory = (percents) => states(percents).map((state) => state.filter(Boolean).length);

/** Every number in opposition that holds itself up: S = #{T_i <= S/n}. */
export function equilibria(percents) {
  const n = percents.length, found = [];
  for (let s = 0; s <= n; s += 1) if (percents.filter((t) => reached(s, n, t)).length === s) found.push(s);
  return found;
}

/** T_i = neutral - (integrity/reputation)(2 x_i - 1) in per cent, for a preference x_i and a neutral share in per cent. */
export const threshold = (preference, { integrity, reputation, neutral }) =>
  neutral - (integrity / reputation) * (2 * preference - 100);

/** The preference in per cent behind a threshold: the inverse of `threshold`. */
export const preference = (percent, { integrity, reputation, neutral }) =>
  (100 + (reputation / integrity) * (neutral - percent)) / 2;

/** The share that prefers the opposition less the share that shows it: what a regime's calm hides. */
export function falsification(preferences, shows) {
  const want = preferences.filter((x) => x > 50).length;
  return (want - shows.filter(Boolean).length) / preferences.length;
}
