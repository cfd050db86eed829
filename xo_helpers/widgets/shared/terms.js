// The numbers of a sum, written. Joined in front of the widgets that walk.

// Numbers in a line of text among what is linked, with what follows each but the last. Of more than MOST, the
// first three and the last are written.
function makeTerms(host, after = "") {
  const MOST = 36;
  let [terms, numbers, count] = [[], [], 0];
  function write(newCount) {
    if (count === newCount) return;
    count = newCount;
    numbers = count <= MOST ? upTo(count) : [0, 1, 2, count - 1];
    terms = numbers.map(() => control("span", { class: "xo-term", tabindex: "-1" }));
    const gap = count > MOST ? [`…${after} `] : [];
    const last = terms.length - 1;
    const whole = (term, at) => element("span", { class: "xo-piece" }, term, at < last ? after : "");
    host.replaceChildren(...terms.flatMap((term, at) => (at === 3 ? gap : []).concat(whole(term, at), " ")));
  }
  function show(texts) {
    write(texts.length);
    terms.forEach((term, at) => {
      if (term.textContent !== texts[numbers[at]]) term.textContent = texts[numbers[at]];
    });
  }
  const of = (number) => terms[numbers.indexOf(number)];
  const find = (target) => numbers[terms.indexOf(target.closest(".xo-term"))];
  const off = () => host.querySelector(".xo-marked")?.classList.remove("xo-marked");
  const mark = (number) => of(number)?.classList.add("xo-marked");
  // As parts of a motion: one after the other.
  const appear = (begins) => terms.map((term, at) => appears(term.parentElement, begins(numbers[at])));
  return { show, appear, link: { host, find, mark, off } };
}
