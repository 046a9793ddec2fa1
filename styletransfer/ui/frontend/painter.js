// The painter: palette, tools and pointers over a LabelMap and its LabelView.
const instances = new WeakMap(); // element -> Painter
const kept = new Map(); // key -> what must outlive a remount: map, tool, brush, zoom
const TALLEST = 66; // share of the window's height, %
const SEND_AFTER = 250; // ms without a stroke before the map goes to Python

class Painter {
  constructor(root) {
    this.root = root;
    this.box = this.one(".painter");
    this.canvas = this.one("canvas");
    this.view = new LabelView(this.canvas);
    this.pointers = new Map();
    this.stop = new AbortController();
    this.gesture = null;
    this.spaceHeld = false;
    this.listen();
  }

  one(selector) {
    return this.root.querySelector(selector);
  }

  show({ data, setStateValue }) {
    this.send = (labels) => setStateValue("labels", labels);
    const before = kept.get(data.key);
    if (before?.version === data.version) {
      this.session = before;
    } else if (before?.picture === data.picture) {
      this.session = { ...before, version: data.version };
      decodeRuns(textToRuns(data.start), before.map.labels);
      before.map.commit();
    } else {
      const map = new LabelMap(data.width, data.height, data.start);
      const share = window.matchMedia("(pointer: coarse)").matches ? 10 : 18; // a finger needs a broader brush
      const brush = Math.max(4, Math.round(Math.max(data.width, data.height) / share));
      this.session = { map, version: data.version, picture: data.picture, tool: "paint", brush, label: null };
    }
    kept.set(data.key, this.session);
    this.frame(data);
    this.palette(data.classes);
    this.view.setPicture(data.background);
    this.view.setColours(data.classes);
    if (this.view.map !== this.session.map) this.view.setMap(this.session.map);
    this.view.refresh();
    this.view.resize();
    this.reflect();
    if (this.session.map.text !== data.start) this.queue();
  }

  frame({ width, height, alt }) {
    const stage = this.one(".stage");
    stage.style.aspectRatio = `${width} / ${height}`;
    stage.style.width = `min(100%, ${(TALLEST * width) / height}vh)`;
    this.one(".size").max = String(Math.max(40, Math.round(Math.max(width, height) / 3)));
    this.canvas.setAttribute("aria-label", alt);
  }

  palette(classes) {
    const box = this.one(".classes");
    const { session } = this;
    if (!classes.some(({ label }) => label === session.label)) session.label = classes[0].label;
    this.classes = classes;
    const chips = classes.map(({ label, name, colour }, index) => {
      const chip = document.createElement("button");
      const swatch = document.createElement("span");
      const text = document.createElement("span");
      chip.type = "button";
      chip.className = "chip";
      chip.dataset.label = String(label);
      chip.title = index < 9 ? `${name} (${index + 1})` : name;
      swatch.className = "swatch";
      swatch.style.backgroundColor = colour;
      text.className = "name";
      text.textContent = name;
      chip.append(swatch, text);
      chip.addEventListener("click", () => this.choose(label));
      return chip;
    });
    box.replaceChildren(...chips);
  }

  listen() {
    const on = (target, type, action, more) =>
      target.addEventListener(type, action.bind(this), { signal: this.stop.signal, ...more });
    on(this.canvas, "pointerdown", this.press);
    on(this.canvas, "pointermove", this.move);
    on(this.canvas, "pointerup", this.release);
    on(this.canvas, "pointercancel", this.release);
    on(this.canvas, "pointerleave", () => this.hover(null));
    on(this.canvas, "contextmenu", (event) => event.preventDefault());
    on(this.canvas, "wheel", this.wheel, { passive: false });
    on(this.canvas, "blur", () => this.holdSpace(false));
    on(this.box, "keydown", this.key);
    on(this.box, "keyup", (event) => {
      this.box.classList.add("keyboard"); // Tab arrived here: show the focus
      if (event.code === "Space") this.holdSpace(false);
    });
    for (const button of this.root.querySelectorAll("[data-act]")) {
      on(button, "click", () => this.act(button.dataset.act));
    }
    on(this.one(".size"), "input", (event) => this.resizeBrush(Number(event.target.value)));
    on(this.one(".opacity"), "input", (event) => this.fade(Number(event.target.value)));
    // A click elsewhere may be the page's Start button: Python must know the last stroke by then.
    const leaves = (event) => event.composedPath().includes(this.canvas) || this.flush();
    on(document, "pointerdown", leaves, { capture: true });
    on(document, "keydown", leaves, { capture: true });
    this.watch = new ResizeObserver(() => this.session && this.view.resize());
    this.watch.observe(this.canvas);
  }

  choose(label) {
    this.session.label = label;
    if (this.session.tool !== "fill") this.session.tool = "paint";
    this.reflect();
  }

  act(name) {
    const { map } = this.session;
    const centre = { x: this.view.width / 2, y: this.view.height / 2 };
    const actions = {
      paint: () => (this.session.tool = "paint"),
      erase: () => (this.session.tool = "erase"),
      fill: () => (this.session.tool = "fill"),
      move: () => (this.session.tool = "move"),
      undo: () => map.walk(-1) && this.changed(),
      redo: () => map.walk(1) && this.changed(),
      closer: () => this.view.zoomBy(1.5, centre),
      wider: () => this.view.zoomBy(1 / 1.5, centre),
      fit: () => this.view.zoomBy(1 / this.view.zoom, centre),
      cover: () => this.coverAll(this.session.label),
      clear: () => this.coverAll(0),
    };
    actions[name]();
    this.reflect();
  }

  coverAll(label) {
    this.session.map.labels.fill(label);
    if (this.session.map.commit()) this.changed();
  }

  resizeBrush(size) {
    const slider = this.one(".size");
    this.session.brush = Math.min(Number(slider.max), Math.max(1, Math.round(size)));
    this.reflect();
    this.view.draw();
  }

  fade(percent) {
    this.session.opacity = percent;
    this.reflect();
    this.view.draw();
  }

  // Bring every control in line with the session.
  reflect() {
    const { tool, label, brush, map, opacity = 55 } = this.session;
    const active = this.spaceHeld ? "move" : tool;
    for (const chip of this.root.querySelectorAll(".chip")) {
      const chosen = Number(chip.dataset.label) === label && (tool === "paint" || tool === "fill");
      chip.setAttribute("aria-pressed", String(chosen));
    }
    for (const button of this.root.querySelectorAll("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.act === active));
    }
    this.one('[data-act="undo"]').disabled = map.step === 0;
    this.one('[data-act="redo"]').disabled = map.step === map.steps.length - 1;
    this.one('[data-act="wider"]').disabled = this.view.zoom <= 1;
    this.one('[data-act="fit"]').disabled = this.view.zoom <= 1;
    this.one(".size").value = String(brush);
    this.one(".size-value").textContent = `${brush} px`;
    this.one(".opacity").value = String(opacity);
    this.one(".opacity-value").textContent = `${opacity} %`;
    for (const slider of this.root.querySelectorAll("input")) {
      const share = (slider.value - slider.min) / (slider.max - slider.min);
      slider.style.setProperty("--fill", `${100 * share}%`);
    }
    this.view.opacity = opacity / 100;
    this.canvas.style.cursor = active === "move" ? "grab" : active === "fill" ? "crosshair" : "none";
    if (this.view.brush) this.view.brush.size = active === "paint" || active === "erase" ? brush : 0;
  }

  changed() {
    this.view.refresh();
    this.reflect();
    this.queue();
  }

  queue() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), SEND_AFTER);
  }

  flush() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.send({ version: this.session.version, runs: this.session.map.text });
  }

  destroy() {
    this.stop.abort();
    this.watch.disconnect();
    clearTimeout(this.timer);
  }
}

Object.assign(Painter.prototype, pointerActions, keyActions);

export default function (component) {
  const { parentElement } = component;
  let painter = instances.get(parentElement);
  if (!painter || !parentElement.contains(painter.box)) {
    painter?.destroy();
    painter = new Painter(parentElement);
    instances.set(parentElement, painter);
  }
  painter.show(component);
  return () => {
    painter.destroy();
    instances.delete(parentElement);
  };
}
