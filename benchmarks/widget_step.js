// Hung on the window, so it hears a key before the widget does, and its frame callback runs before the
// widget's, in the same frame. A task posted from a frame runs after that frame's paint.
(what) => {
  const shown = () => document.querySelector(what)?.src ?? document.querySelector(what)?.textContent;
  const painted = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const begun = performance.now();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done({ begun, end: performance.now() });
        port2.postMessage(0);
      }),
    );
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
    const { begun, end } = await painted();
    return { total: end - key, own: end - begun, text: shown() === before ? "" : shown() };
  };
  addEventListener(
    "keydown",
    (event) => {
      window.step = step(event.timeStamp, shown());
    },
    true,
  );
};
