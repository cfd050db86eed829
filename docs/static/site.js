// What the theme leaves out, for screen readers and the keyboard.

(() => {
  const [lessons, headings] = ["aside.sidebar-drawer", "aside.toc-drawer"].map((name) =>
    document.querySelector(name),
  );
  lessons?.setAttribute("aria-label", "all pages");
  headings?.setAttribute("aria-label", "on this page");
  // What folds an output says so itself, "Show the output", and no other name hides that.
  document.querySelectorAll("details.hide > summary").forEach((fold) => fold.removeAttribute("aria-label"));

  // On a narrow window both wait beside the page, behind labels that only a pointer could reach.
  for (const [id, words] of [
    ["__navigation", "all pages"],
    ["__toc", "on this page"],
  ]) {
    const shown = document.getElementById(id);
    const buttons = [...document.querySelectorAll(`label[for=${id}]:not(.overlay)`)].map((label) => {
      const button = document.createElement("button");
      button.className = label.className;
      button.setAttribute("aria-label", words);
      button.append(...label.childNodes);
      button.addEventListener("click", () => shown.click());
      label.replaceWith(button);
      return button;
    });
    const tell = () => buttons.forEach((button) => button.setAttribute("aria-expanded", shown.checked));
    shown.addEventListener("change", tell);
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && shown.checked) shown.click();
    });
    tell();
  }

  // From a disk no page may read another, not even for the lines that stand around what was found.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  document.querySelectorAll(".sidebar-tree .caption").forEach((name) => name.setAttribute("aria-level", 2));

  const article = document.querySelector("article");
  if (!article.querySelector("h1"))
    article.prepend(Object.assign(document.createElement("h1"), { textContent: "Search" }));
  // It is shown on the way up, where it belonged to no part of the page.
  article.append(document.querySelector("a.back-to-top"));

  // Code and tables that are wider than the page scroll: then, and only then, the keyboard has to get there.
  const wide = [...article.querySelectorAll("pre, .table-wrapper")];
  const reach = () =>
    wide.forEach((part) => {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    });
  addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true); // what was folded had no width
  reach();

  // Paper cannot be unfolded: outputs that wait behind a question are printed, and then wait again.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...article.querySelectorAll("details.hide:not([open])")];
    opened.forEach((fold) => {
      fold.open = true;
    });
  });
  addEventListener("afterprint", () =>
    opened.splice(0).forEach((fold) => {
      fold.open = false;
    }),
  );
})();
