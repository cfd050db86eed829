// A finger draws where it has been asked to: until then a swipe over the pad scrolls the page.

// The button that asks, for a finger alone; `area` is where it draws. `tapped` is a tap there, which asks
// too.
function makeFinger(area) {
  let drawing = false;
  const asking = button("Draw here", () => become(!drawing));
  asking.classList.add("xo-for-a-finger");

  function become(on) {
    drawing = on;
    asking.textContent = on ? "Done" : "Draw here";
    area.classList.toggle("xo-drawing", on);
  }
  // Whoever goes on elsewhere has done.
  function elsewhere(event) {
    const [target] = event.composedPath(); // also where a host hides what is in the widget
    if (drawing && !area.contains(target) && !asking.contains(target)) become(false);
  }
  document.addEventListener("pointerdown", elsewhere, true);
  become(false);
  return {
    asking,
    draws: () => drawing,
    tapped: () => become(true),
    end: () => document.removeEventListener("pointerdown", elsewhere, true),
  };
}
