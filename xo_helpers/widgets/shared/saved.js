// JupyterLab makes widgets again from what was saved with their notebook; the first of ours has them saved.
// Its own setting for that marks a notebook as changed whenever it is opened, and at the next save forgets
// what no kernel holds.

const VIEW = "application/vnd.jupyter.widget-view+json",
  STATE = "application/vnd.jupyter.widget-state+json",
  WITHIN = /(?:IPY_MODEL_|"model_id":")([\w-]+)/g; // a widget, or an output, within another

function initialize({ model: { widget_manager: manager } }) {
  const { saveState, model: notebook } = manager?.context ?? {};
  if (!saveState || !notebook?.getMetadata || manager.xoSaves) return; // elsewhere a context is less
  manager.xoSaves = true;
  let states = notebook.getMetadata("widgets")?.[STATE]?.state ?? {};

  // Of those that outputs show, and of all that these are made of.
  function shown() {
    const outputs = notebook.toJSON().cells.flatMap((cell) => cell.outputs ?? []);
    const [ids, found] = [outputs.map(({ data }) => data?.[VIEW]?.model_id), {}];
    for (const id of ids) {
      if (!Object.hasOwn(states, id) || Object.hasOwn(found, id)) continue;
      found[id] = states[id];
      for (const [, part] of JSON.stringify(states[id]).matchAll(WITHIN)) ids.push(part);
    }
    return found;
  }
  saveState.connect((_, step) => {
    if (step !== "started") return;
    const { state, ...version } = manager.get_state_sync({ drop_defaults: true });
    states = { ...states, ...state };
    states = shown();
    if (Object.keys(states).length)
      notebook.setMetadata("widgets", { [STATE]: { ...version, state: states } });
    else notebook.deleteMetadata("widgets");
  });
}
