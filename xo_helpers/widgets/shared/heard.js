// A sentence below a widget: on the screen with "−", and in the ear with "minus", where only what is new is
// said. Joined in front of the widgets that have one.

const LONGEST = 12; // words

// Of several ways to say something the first that is short enough, or the last.
const brief = (...ways) => ways.find((way) => spoken(way).split(" ").length <= LONGEST) ?? ways.at(-1);

function makeWords() {
  const seen = element("div", { class: "xo-line" });
  const { line: heard, say } = makeStatus("xo-heard");
  function tell(sentence, news = sentence) {
    if (seen.textContent !== sentence) seen.textContent = sentence;
    say(spoken(news));
  }
  return { seen, heard, tell };
}
