function watch(what) {
  // Playwright calls what begins with `function`, so no comment stands above it.
  const shown = () => document.querySelector(what)?.src ?? document.querySelector(what)?.textContent;
  const newImage = (before) =>
    new Promise((done) => {
      setTimeout(done, 20000); // then the step has failed
      const look = () => shown() && shown() !== before && (watcher.disconnect(), done());
      const watcher = new MutationObserver(look);
      watcher.observe(document.body, { childList: true, subtree: true, attributeFilter: ["src"] });
    });
  const step = async (key, before) => {
    if (what.endsWith("img")) {
      await newImage(before);
      await document.querySelector(what).decode();
    }
    // A task posted from a frame runs after that frame's paint.
    const painted = new Promise((done) => {
      requestAnimationFrame(() => {
        const begun = performance.now();
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => done({ begun, end: performance.now() }));
        port1.start();
        port2.postMessage(0);
      });
    });
    const { begun, end } = await painted;
    return { total: end - key, own: end - begun, text: shown() === before ? "" : shown() };
  };
  // Hung on the window, so it hears a key before the widget does, and its frame callback runs before the
  // widget's, in the same frame.
  addEventListener(
    "keydown",
    (event) => {
      window.step = step(event.timeStamp, shown());
    },
    true,
  );
}
