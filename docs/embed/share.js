// Links a widget as it is now: a button at its foot, which opens Copy link and Copy embed code. Joined in
// front of alive.js.

const HERE = location.protocol === "file:" ? " It leads to this copy, on your disk." : "";
const inHTML = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

function sharing(label, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "xo-button", textContent: label });
  made.addEventListener("click", act);
  return made;
}

// The address of the widget's own page, as it is now if that can be said, and the code that embeds it.
function linksOf({ dataset, model }, root, told) {
  const [name, width, height] = dataset.embed.split(" ");
  const page = new URL(`embed/${name}.html`, document.baseURI).href;
  const state = told?.((trait) => model.get(trait)) ?? {};
  const label = root.getAttribute("aria-label");
  const title = label[0].toUpperCase() + label.slice(1);
  const src = `src="${inHTML(page + fragmentOf(state, true))}" title="${inHTML(title)}"`;
  const frame = `width="${width}" height="${height}" style="border: 0; max-width: 100%" allow="fullscreen"`;
  const code = `<iframe ${src} ${frame}></iframe>`;
  return { link: page + fragmentOf(state), code };
}

// Where a browser lets no page copy, the text itself is there, selected.
function makeField() {
  const field = document.createElement("textarea");
  Object.assign(field, { readOnly: true, rows: 3, hidden: true });
  field.setAttribute("aria-label", "to copy");
  function show(text) {
    Object.assign(field, { hidden: false, value: text });
    field.focus();
    field.select();
    field.scrollTop = 0;
  }
  return { field, show };
}

function addShare(place, el, told) {
  const root = el.querySelector(".xo-foot").parentElement;
  const [panel, says] = ["site-share", "site-said"].map((name) =>
    Object.assign(document.createElement("div"), { className: name }),
  );
  const { field, show } = makeField();
  says.setAttribute("role", "status");
  const as = told ? "as it is now" : "as the lesson made it; what was changed here is not in it";

  async function copy(kind, what) {
    const text = linksOf(place, root, told)[kind];
    field.hidden = true;
    try {
      await navigator.clipboard.writeText(text);
      says.textContent = `${what} copied: it shows the widget ${as}.${HERE}`;
    } catch {
      says.textContent =
        "Your browser does not let this page copy. The text is selected: press Ctrl+C (⌘C on a Mac).";
      show(text);
    }
  }
  const copies = { "Copy link": ["link", "Link"], "Copy embed code": ["code", "Embed code"] };
  panel.append(
    ...Object.entries(copies).map(([label, what]) => sharing(label, () => copy(...what))),
    says,
    field,
  );
  const opening = sharing("Share", () => open(panel.hidden));
  function open(on) {
    panel.hidden = !on;
    opening.setAttribute("aria-expanded", on);
    says.textContent = "";
    field.hidden = true;
  }
  panel.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    open(false);
    opening.focus();
  });
  open(false);
  opening.classList.add("site-sharing");
  root.querySelector(".xo-foot").lastElementChild.before(opening);
  root.append(panel);
}
