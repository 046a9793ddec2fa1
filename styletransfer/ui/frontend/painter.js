// The painter: pictures that share one palette, one set of tools and one history.
const kept = new Map(); // key -> what must outlive a remount: maps, tool, brush, steps
const SEND_AFTER = 250; // ms without a stroke before the map goes to Python

class Painter {
  constructor(root) {
    this.root = root;
    this.box = this.one(".painter");
    this.stop = new AbortController();
    this.spaceHeld = false;
    this.looking = false;
    this.panes = [];
    this.addPane(this.one(".pane"));
    this.active = this.panes[0];
    this.listen();
  }

  one(selector) {
    return this.root.querySelector(selector);
  }

  on(target, type, action, more) {
    target.addEventListener(type, action, { signal: this.stop.signal, ...more });
  }

  show({ data, setStateValue }) {
    this.send = setStateValue;
    this.answered = data.answered;
    this.canRefine = data.canRefine;
    this.hasSegments = data.panes.some(({ segments }) => segments);
    const longest = Math.max(data.panes[0].width, data.panes[0].height);
    this.session = kept.get(data.key);
    if (this.session?.longest !== longest) this.session = { ...this.firstSession(data, longest), maps: this.session?.maps ?? {} };
    kept.set(data.key, this.session);
    if (this.session.tool === "segment" && !this.hasSegments) this.session.tool = "paint";
    this.one(".size").max = String(Math.max(40, Math.round(longest / 3)));
    this.adapt(data.eraser);
    this.palette(data.classes);
    this.showPanes(data, longest);
    this.reflect();
  }

  firstSession({ eraser }, longest) {
    const share = window.matchMedia("(pointer: coarse)").matches ? 10 : 18; // a finger needs a broader brush
    const brush = Math.max(4, Math.round(longest / share));
    const tool = this.hasSegments ? "segment" : "paint";
    const opacity = eraser === null ? 45 : 55; // more would hide a picture that is covered everywhere
    return { longest, tool, label: null, brush, opacity, done: [], undone: [] };
  }

  showPanes(data, longest) {
    const { maps } = this.session;
    while (this.panes.length < data.panes.length) {
      const copy = this.panes[0].box.cloneNode(true);
      this.one(".panes").append(copy);
      this.addPane(copy);
    }
    for (const pane of this.panes.splice(data.panes.length)) {
      pane.stop();
      pane.box.remove();
    }
    this.box.classList.toggle("several", data.panes.length > 1);
    const fresh = data.panes.some(({ name, picture }) => maps[name]?.picture !== picture);
    if (fresh) Object.assign(this.session, { done: [], undone: [] });
    data.panes.forEach((described, number) => {
      const pane = this.panes[number];
      const { classes, eraser, answered } = data;
      const stepped = pane.show(described, { classes, eraser, answered, longest, before: maps[described.name] });
      maps[described.name] = pane.kept;
      if (stepped) this.stepped(pane);
    });
    if (fresh) this.forgetSteps();
  }

  // A new picture breaks the common history: no map may go back past this moment.
  forgetSteps() {
    for (const { map } of this.panes) Object.assign(map, { steps: [map.steps[map.step]], step: 0 });
  }

  addPane(box) {
    const pane = new PaintPane(this, box);
    this.panes.push(pane);
    const on = (target, type, action, more) =>
      this.on(target, type, (event) => {
        this.active = pane;
        action.call(pane, event);
      }, more);
    on(pane.canvas, "pointerdown", pane.press);
    on(pane.canvas, "pointerup", pane.release);
    on(pane.canvas, "pointercancel", pane.release);
    on(pane.canvas, "wheel", pane.wheel, { passive: false });
    on(pane.canvas, "focus", () => {});
    this.on(pane.canvas, "pointermove", (event) => pane.move(event));
    this.on(pane.canvas, "pointerleave", () => pane.hover(null));
    this.on(pane.canvas, "contextmenu", (event) => event.preventDefault());
    this.on(pane.canvas, "blur", () => this.holdSpace(false));
    for (const button of box.querySelectorAll("[data-act]")) on(button, "click", () => pane.act(button.dataset.act));
    this.watch ??= new ResizeObserver(() => {
      for (const { kept: known, view } of this.panes) known && view.resize();
    });
    this.watch.observe(pane.canvas);
  }

  listen() {
    this.on(this.box, "keydown", (event) => this.key(event));
    this.on(this.box, "keyup", (event) => this.keyUp(event));
    for (const button of this.root.querySelectorAll(".palette [data-act]")) {
      this.on(button, "click", () => this.act(button.dataset.act));
    }
    this.on(this.one(".size"), "input", (event) => this.resizeBrush(Number(event.target.value)));
    this.on(this.one(".opacity"), "input", (event) => this.fade(Number(event.target.value)));
    this.listenToEye(this.one('[data-act="look"]'));
    // A click elsewhere may be the page's Start button: Python must know the last stroke by then.
    const leaves = (event) => {
      const path = event.composedPath();
      for (const pane of this.panes) if (!path.includes(pane.canvas)) pane.flush();
    };
    this.on(document, "pointerdown", leaves, { capture: true });
    this.on(document, "keydown", leaves, { capture: true });
    this.on(window, "blur", () => {
      this.look(false); // the key is let go of in another window
      this.holdSpace(false);
    });
  }

  listenToEye(eye) {
    this.on(eye, "contextmenu", (event) => event.preventDefault()); // a long touch is the use of it
    this.on(eye, "pointerdown", (event) => {
      eye.setPointerCapture(event.pointerId);
      this.look(true);
    });
    for (const type of ["pointerup", "pointercancel", "blur"]) this.on(eye, type, () => this.look(false));
  }

  act(name) {
    const actions = { undo: () => this.walk(-1), redo: () => this.walk(1), look: () => {} };
    if (Object.hasOwn(actions, name)) actions[name]();
    else this.session.tool = name;
    this.reflect();
  }

  stepped(pane) {
    this.session.done.push(pane.name);
    this.session.undone = [];
  }

  // Undo and redo follow the order of the work, on whichever picture it was.
  walk(by) {
    const { done, undone } = this.session;
    const [from, to] = by < 0 ? [done, undone] : [undone, done];
    const pane = this.panes.find(({ name }) => name === from.at(-1));
    if (!pane || pane.wish) return;
    from.pop();
    if (!pane.map.walk(by)) return;
    to.push(pane.name);
    pane.changed();
    this.say(by < 0 ? "Undone" : "Done again");
  }

  say(words) {
    this.one(".status").textContent = words;
  }

  nextNumber() {
    this.number = Math.max(this.number ?? 0, this.answered) + 1;
    return this.number;
  }

  destroy() {
    this.stop.abort();
    this.watch.disconnect();
    for (const pane of this.panes) pane.stop();
  }
}

Object.assign(Painter.prototype, paletteActions, keyActions);
Object.assign(PaintPane.prototype, pointerActions, cursorActions);

export default mounting(Painter);
