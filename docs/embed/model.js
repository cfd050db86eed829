// What ipywidgets' model is to our modules: values with names, and handlers of their changes. Joined in front
// of what shows widgets with no kernel.

class Model {
  // Bytes stand in the page as text, in an object of one name.
  constructor(text) {
    this.state = JSON.parse(text, (_, value) =>
      value?.$bytes === undefined
        ? value
        : new DataView(Uint8Array.from(atob(value.$bytes), (letter) => letter.charCodeAt(0)).buffer),
    );
    this.handlers = new Map();
    this.answer = () => {}; // what Python would do once it is told
  }
  get(name) {
    return this.state[name];
  }
  set(name, value) {
    if (Object.is(this.state[name], value)) return;
    this.state[name] = value;
    for (const handler of this.handlers.get(`change:${name}`) ?? []) handler();
  }
  on(event, handler) {
    this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]);
  }
  off(event, handler) {
    this.handlers.set(
      event,
      (this.handlers.get(event) ?? []).filter((other) => other !== handler),
    );
  }
  save_changes() {
    this.answer(this);
  }
}
