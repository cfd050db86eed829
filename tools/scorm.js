// What a part of the SCORM package says to the learning platform that opened it, where one is there:
// begun, and completed once its page has been read to the end. Without a platform it only shows the page.
(() => {
  function found(from) {
    for (let near = from; near; near = near.parent === near ? null : near.parent) {
      try {
        if (near.API) return near.API;
      } catch {
        return null; // a window of somebody else's
      }
    }
    return null;
  }

  function two(number) {
    return String(Math.floor(number)).padStart(2, "0");
  }

  const api = found(window.parent) ?? (window.opener && found(window.opener));
  if (!api || String(api.LMSInitialize("")) !== "true") return;
  const STATUS = "cmi.core.lesson_status";
  const frame = document.querySelector("iframe");
  const start = frame.getAttribute("src").split("/").pop();
  const began = Date.now();
  const done = () => /completed|passed/.test(api.LMSGetValue(STATUS));
  const say = (status) => {
    api.LMSSetValue(STATUS, status);
    api.LMSCommit("");
  };
  if (!done()) say("incomplete");

  function look(page) {
    const here = page.location.pathname.endsWith(`/${start}`); // and not a page that it links to
    const { scrollTop, clientHeight, scrollHeight } = page.document.documentElement;
    if (here && scrollTop + clientHeight >= scrollHeight - 40 && !done()) say("completed");
  }

  function watch() {
    if (!frame.contentDocument) return; // a page of somebody else's
    const page = frame.contentWindow;
    page.addEventListener("scroll", () => look(page), { passive: true });
    look(page);
  }

  if (frame.contentDocument?.readyState === "complete") watch();
  frame.addEventListener("load", watch);

  let over = false;
  window.addEventListener("pagehide", () => {
    if (over) return;
    over = true;
    const seconds = Math.round((Date.now() - began) / 1000);
    const time = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(two);
    api.LMSSetValue("cmi.core.session_time", time.join(":"));
    api.LMSCommit("");
    api.LMSFinish("");
  });
})();
