// What a pointer does to a grid or a picture. A mouse acts at once where it drags, else when it is released.
// A finger's swipe is the page's, which scrolls: a finger acts when it is lifted where it was put down, and
// drags once it has rested, or at once where it has been asked to. Joined in front of every widget's module.

const [STILL, HOLD] = [8, 400]; // CSS pixels that a tap may move; ms that a finger rests before it drags

// Tell `at` of the pointer's events on an element: of a tap the last one (pointerup), of a drag all, from its
// pointerdown on. `drag` is whether it drags; a function that says so is asked for a finger.
function followPointer(area, at, drag = false) {
  const asked = typeof drag === "function" ? drag : () => false;
  let begun, held, timer;

  function drop() {
    timer = clearTimeout(timer);
    begun = held = undefined;
    area.classList.remove("xo-held");
  }
  function take() {
    held = true;
    at(begun);
  }
  function rest() {
    if (!area.isConnected) return drop(); // its view has gone
    area.classList.add("xo-held");
    navigator.vibrate?.(10);
    take();
  }
  const strayed = ({ clientX: x, clientY: y }) => Math.hypot(x - begun.clientX, y - begun.clientY) >= STILL;

  area.addEventListener("pointerdown", (event) => {
    if (event.button || !event.isPrimary) return drop();
    event.preventDefault(); // the focus goes where `at` puts it
    drop();
    begun = event;
    const finger = ["touch", "pen"].includes(event.pointerType);
    if (!drag) return;
    if (finger && !asked()) return (timer = setTimeout(rest, HOLD));
    area.setPointerCapture(event.pointerId);
    take();
  });
  area.addEventListener("pointermove", (event) => {
    if (event.pointerId !== begun?.pointerId) return;
    if (held && event.buttons & 1) at(event);
    else if (held || strayed(event)) drop();
  });
  area.addEventListener("pointerup", (event) => {
    if (event.pointerId === begun?.pointerId && !held && !strayed(event)) at(event);
    drop();
  });
  area.addEventListener("pointercancel", drop); // the page scrolls
  // What is dragged does not scroll, and a finger that rests asks for no menu.
  area.addEventListener("touchmove", (event) => held && event.preventDefault(), { passive: false });
  area.addEventListener("contextmenu", (event) => held && event.preventDefault());
}
