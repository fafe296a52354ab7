// Clark, Golder and Golder (2017): the game of groundswell.classics.exit_voice_2017, for the browser; a test runs both.
// Payoffs are whole hundredths, so that a tie on paper is a tie here.

/** The five ends of the tree, each [citizen, state], in hundredths; E, c and L are whole hundredths. */
export const outcomes = (exitValue, voiceCost, loyalty) => ({
  exit: [exitValue, 100],
  loyalty: [0, 100 + loyalty],
  respond: [100 - voiceCost, loyalty],
  ignoredExit: [exitValue - voiceCost, 100],
  ignoredLoyalty: [-voiceCost, 100 + loyalty],
});

// In order of loudness: who is indifferent takes the first (quiet), as the paper's weak inequalities have it.
function best(moves, player) {
  return Object.entries(moves).reduce((top, move) => (move[1][player] > top[1][player] ? move : top))[0];
}

/** The subgame-perfect equilibrium: each node's move, the path that is played and what both get (in hundredths). */
export function play(exitValue, voiceCost, loyalty) {
  const ends = outcomes(exitValue, voiceCost, loyalty);
  const last = { Loyalty: ends.ignoredLoyalty, Exit: ends.ignoredExit };
  const afterIgnore = best(last, 0);
  const reply = { Ignore: last[afterIgnore], Respond: ends.respond };
  const state = best(reply, 1);
  const first = { Loyalty: ends.loyalty, Exit: ends.exit, Voice: reply[state] };
  const citizen = best(first, 0);
  const path = citizen !== "Voice" ? [citizen] : state === "Respond" ? ["Voice", state] : ["Voice", state, afterIgnore];
  return { citizen, state, afterIgnore, path, payoffs: first[citizen] };
}
