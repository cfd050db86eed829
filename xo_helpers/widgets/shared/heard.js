// What is said in few words. Joined in front of the widgets that have more to say.

const LONGEST = 12; // words

// Of several ways to say something the first that is short enough, or the last.
const brief = (...ways) => ways.find((way) => spoken(way).split(" ").length <= LONGEST) ?? ways.at(-1);
