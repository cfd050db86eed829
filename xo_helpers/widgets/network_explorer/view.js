// The explorer as a widget of its own.

function render({ model, el }) {
  const { parts, label, help, end, back } = makeExplorer(model);
  mount(el, label, parts, help, `xo xo-explorer${back ? " xo-back" : ""}`);
  return end;
}

export default { initialize, render };
