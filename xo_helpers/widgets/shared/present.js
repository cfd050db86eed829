// Present: a widget fills the screen, as large as there is room, until Escape or the button. Where a host
// forbids the full screen, it lies over the page. On an upright phone it is laid out as in the page, and
// scrolls. Joined in front of every widget's module.

const WIDTHS = Array.from({ length: 16 }, (_, i) => 480 * 1.12 ** i); // CSS pixels, up to 2600
const NEAR = [0.91, 0.94, 0.97, 1.03, 1.06, 1.09]; // of the best of them

// One element of each kind that has digits; the cells of a grid are all alike.
function kindsOfDigits(root) {
  const kinds = new Map();
  for (const at of root.querySelectorAll("*")) {
    if (!/\d/.test(at.firstChild?.data) || at.closest(".xo-unseen, select") || !at.checkVisibility())
      continue;
    kinds.set(at.closest(".xo-grid") ?? `${at.localName} ${at.getAttribute("class")}`, at);
  }
  return [...kinds.values()];
}

// How high an element's letters are, in the widget's own pixels.
function lettersOf(at) {
  const drawn = at.ownerSVGElement;
  const enlarged = drawn ? drawn.getBoundingClientRect().width / drawn.viewBox.baseVal.width : 1;
  return parseFloat(getComputedStyle(at).fontSize) * enlarged;
}

const LEAST = 10; // pixels: on a phone they are so large, and it scrolls
const UPRIGHT = "(pointer: coarse) and (width < 600px)";

const better = (one, other) => (other.worth > one.worth ? other : one);

// Lay the widget out as wide as makes its smallest digits the largest that the screen has room for.
function fitted(screen, root) {
  const room = [screen.clientWidth, screen.clientHeight];
  root.style.transform = "";
  function sizeAt(width) {
    root.style.width = `${Math.round(width)}px`;
    const size = [root.scrollWidth, root.scrollHeight];
    const scale = Math.min(...room.map((length, axis) => length / size[axis]));
    const smallest = Math.min(...digits.map(lettersOf)) * scale;
    const worth = size[0] > width + 1 ? smallest / 2 : smallest; // what sticks out is worth less
    return { width, size, scale, worth };
  }
  const digits = kindsOfDigits(root);
  const rough = WIDTHS.map(sizeAt).reduce(better);
  const best = NEAR.map((part) => sizeAt(rough.width * part)).reduce(better, rough);
  const { size, scale: whole, worth } = sizeAt(best.width);
  const scale = whole * (matchMedia("(pointer: coarse)").matches ? Math.max(1, LEAST / worth) : 1);
  screen.style.overflow = scale > whole ? "auto" : "";
  const [left, top] = room.map((length, axis) => Math.max(0, (length - size[axis] * scale) / 2));
  root.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
  return { size, scale, room, top };
}

// Fit it again when the screen changes, when the widget has outgrown it, and when it asks for that ("fit"); a
// step alone moves nothing.
function keepFitted(screen, root) {
  let now = fitted(screen, root);
  const watch = new ResizeObserver(() => {
    const same = screen.clientWidth === now.room[0] && screen.clientHeight === now.room[1];
    const fits =
      root.scrollWidth <= now.size[0] && now.top + root.scrollHeight * now.scale <= now.room[1] + 1;
    if (!same || !fits) now = fitted(screen, root);
  });
  for (const each of [screen, root]) watch.observe(each);
  const again = () => requestAnimationFrame(() => now && (now = fitted(screen, root)));
  root.addEventListener("fit", again);
  return () => {
    now = undefined;
    root.removeEventListener("fit", again);
    watch.disconnect();
    root.style.width = root.style.transform = screen.style.overflow = "";
  };
}

// The first that Tab stops at.
const firstOf = (root) =>
  [...root.querySelectorAll("button, input, select, summary, [tabindex='0']")].find((at) =>
    at.checkVisibility(),
  );

// The button that presents what is in `root`, which `screen` holds.
function makePresent(screen, root) {
  const isOpen = () => screen.matches(".xo-presented, .xo-filled");
  const isFull = () => screen.matches(":fullscreen");
  const shrink = () => isFull() && document.exitFullscreen();
  const present = button("Present", () => (isOpen() ? leave() : open()));
  present.classList.add("xo-present");
  let release;

  async function open() {
    const upright = matchMedia(UPRIGHT).matches;
    screen.classList.add(upright ? "xo-filled" : "xo-presented");
    screen.setAttribute("tabindex", "-1"); // a click beside everything leaves it the keys
    screen.setAttribute("data-lm-suppress-shortcuts", "true");
    present.textContent = "Leave";
    try {
      await screen.requestFullscreen();
    } catch {
      if (isOpen()) screen.popover = "manual"; // above all that is in the page
    }
    if (!isOpen()) return shrink(); // left meanwhile
    if (screen.popover) screen.showPopover?.();
    release ??= upright ? () => {} : keepFitted(screen, root);
    (root.querySelector("[role=grid] [tabindex]") ?? firstOf(root)).focus({ preventScroll: true });
  }
  function leave() {
    release?.();
    release = undefined;
    for (const name of ["tabindex", "data-lm-suppress-shortcuts", "popover"]) screen.removeAttribute(name);
    screen.classList.remove("xo-presented", "xo-filled");
    present.textContent = "Present";
    shrink();
    present.focus();
  }

  screen.addEventListener("fullscreenchange", () => {
    if (release && !isFull()) leave();
  });
  // Escape leaves, and Tab goes round: what lies behind is not seen.
  function hear(event) {
    if (!isOpen()) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      leave();
    }
    if (event.key !== "Tab") return;
    const ends = [firstOf(root), present];
    if (event.shiftKey) ends.reverse();
    if (event.target !== ends[1] && !(event.shiftKey && event.target === screen)) return;
    event.preventDefault();
    ends[0].focus();
  }
  screen.addEventListener("keydown", hear, true);
  return present;
}
