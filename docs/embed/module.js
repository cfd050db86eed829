// All widgets as one module, for other books and hosts: what anywidget calls an AFM. A host gives a model,
// whose `widget` names one of ours, and its arrays; what follows from them is computed here. So that little
// is asked of a host, each widget runs on a stand-in of its own: some hosts' models have no off and no
// save_changes, and some show a widget where no stylesheet of the page is seen.

const ours = new WeakMap(); // by the host's model: the widget, which all its views share

// What the host's model gives of these names.
function arrived(host, takes) {
  const names = Object.keys(takes).filter((name) => ![undefined, null].includes(host.get(name)));
  return Object.fromEntries(names.map((name) => [name, takes[name](name, host.get(name))]));
}

// The widget that the host's model asks for, or the course's own, and what is wrong.
async function begin(kind, host) {
  const { widget, given } = CLOSED[kind](TAKES);
  const takes = { ...given.takes, ...given.also };
  const model = await unpacked(RECORDED[kind]);
  const example = { ...model.state };
  if (given.begins) Object.assign(model.state, given.state({}, example));
  const made = { model, widget: typeof widget === "function" ? widget() : widget, wrong: "" };
  function take() {
    const all = arrived(host, takes);
    const state = Object.keys(all).length ? given.state(all, example) : {};
    for (const [name, value] of Object.entries(state)) model.set(name, value);
  }
  try {
    take();
  } catch ({ message }) {
    made.wrong = `${kind} cannot be shown as asked for: ${message}. Here it is as the course has it.`;
  }
  const answer = given.answering?.(model);
  const end = keepAlike(model, host, Object.keys(takes), take, answer);
  made.widget.initialize?.({ model });
  return { ...made, end };
}

// What is done in the widget, the host's model hears, of names that it has; and the widget what becomes of
// them there.
function keepAlike(model, host, names, take, answer) {
  let telling = false;
  model.answer = () => {
    answer?.();
    telling = true;
    for (const name of names) {
      const [here, there] = [model.get(name), host.get(name)];
      if (here !== undefined && there !== undefined && String(here) !== String(there)) host.set(name, here);
    }
    telling = false;
    try {
      host.save_changes();
    } catch {} // it has nobody to tell
  };
  function hear() {
    if (telling) return;
    try {
      take();
    } catch {} // what is wrong leaves the widget as it was
  }
  for (const name of names) host.on(`change:${name}`, hear);
  return () => {
    for (const name of names)
      try {
        host.off(`change:${name}`, hear);
      } catch {} // it forgets nobody
  };
}

const paragraph = (words) => element("p", { role: "alert" }, words);

// A front-end module for one widget, or for the one that a model names.
function moduleOf(fixed) {
  async function initialize({ model: host }) {
    const kind = fixed ?? host.get("widget");
    if (Object.hasOwn(CLOSED, kind)) ours.set(host, begin(kind, host));
    const made = await ours.get(host);
    return () => made?.end();
  }
  async function render({ model: host, el }) {
    // Some hosts give each hook another object for the same model: then this view has a widget of its own.
    const forget = ours.has(host) ? undefined : await initialize({ model: host });
    const made = await ours.get(host);
    if (!made) {
      const [named, known] = [host.get("widget"), Object.keys(CLOSED).join(", ")];
      el.append(paragraph(`There is no widget ${said(named ?? "")}; "widget" must be one of ${known}.`));
      return undefined;
    }
    const [look, place] = [element("style", {}, LOOK), element("div")];
    el.append(look, ...(made.wrong ? [paragraph(made.wrong)] : []), place);
    const end = made.widget.render({ model: made.model, el: place });
    return () => [end, forget].forEach((undo) => undo?.());
  }
  return { initialize, render };
}

export default moduleOf();
