// What the theme leaves out, for screen readers and the keyboard.

(() => {
  const [lessons, headings] = ["aside.sidebar-drawer", "aside.toc-drawer"].map((name) => document.querySelector(name));
  lessons?.setAttribute("aria-label", "all pages");
  headings?.setAttribute("aria-label", "on this page");

  const article = document.querySelector("article");
  if (!article.querySelector("h1")) article.prepend(Object.assign(document.createElement("h1"), { textContent: "Search" }));

  // Code and tables that are wider than the page scroll: then, and only then, the keyboard has to get there.
  const wide = [...article.querySelectorAll("pre, .table-wrapper")];
  const reach = () => wide.forEach((part) => {
    if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  });
  addEventListener("resize", reach);
  reach();
})();
