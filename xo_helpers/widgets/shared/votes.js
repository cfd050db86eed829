// Votes, shares and who wins: what follows an edit at once, with Python busy or gone, so the page computes it
// too (browser tests hold it equal to ops.dense and ops.softmax).

const texts = (list) => list.map((text) => element("div", {}, text));

// `votes[o]`, of values and `weights[i][o]`.
const votesOf = (values, weights, bias) =>
  bias.map((start, o) => values.reduce((sum, value, i) => sum + value * weights[i][o], 0) + start);

function sharesOf(votes) {
  const powers = votes.map((vote) => Math.exp(vote - Math.max(...votes)));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

// Which votes are the highest; what rounding leaves, here or in Python, is no lead.
const highest = (votes) => votes.map((vote) => Math.max(...votes) - vote < 1e-9);

// As texts.verdict: who leads the next one, and by how much.
function verdict(votes, classes, digits = 2) {
  const [first, second] = [...votes.keys()].sort((a, b) => votes[b] - votes[a]);
  const lead = votes[first] - votes[second];
  if (lead < 1e-9) {
    const tied = classes.filter((_, o) => highest(votes)[o]);
    return `${tied.slice(0, -1).join(", ")} and ${tied.at(-1)} tie`;
  }
  const least = 10 ** -digits;
  return `${classes[first]} wins by ${lead > least - 1e-9 ? rounded(lead, digits) : `less than ${least}`}`;
}
