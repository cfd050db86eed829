// A sentence below a widget: on the screen with "−", and in the ear with "minus", where only what is new is
// said. Joined in front of the widgets that have one.

function makeWords() {
  const seen = element("div", { class: "xo-line" });
  const { line: heard, say } = makeStatus("xo-heard");
  function tell(sentence, news = sentence) {
    if (seen.textContent !== sentence) seen.textContent = sentence;
    say(spoken(news));
  }
  return { seen, heard, tell };
}
