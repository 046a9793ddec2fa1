// Three points on a face: dragged, tapped into place, or moved by the arrow keys.
const SEND_AFTER = 300; // ms without a key before the points go to Python
const STILL = 6; // a press that moves less than this is a tap, CSS px
const LENS_STAYS = 1500; // ms that the loupe stays after a key
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ZOOM_KEYS = { "+": "closer", "=": "closer", "-": "wider", 0: "fit" };

class FacePoints {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector(".points");
    this.stage = root.querySelector(".stage");
    this.view = new PointsView(this.stage);
    this.stop = new AbortController();
    this.pointers = new Map();
    this.gesture = null;
    this.active = "right_eye";
    this.listen();
    // Streamlit fades what waits for Python; here a person goes on with the next point.
    root.host.closest("[data-testid=stElementContainer]")?.style.setProperty("opacity", "1");
  }

  on(target, type, action, more) {
    target.addEventListener(type, action, { signal: this.stop.signal, ...more });
  }

  listen() {
    this.on(this.stage, "pointerdown", (event) => this.press(event));
    this.on(this.stage, "pointermove", (event) => this.move(event));
    for (const type of ["pointerup", "pointercancel"]) this.on(this.stage, type, (event) => this.release(event));
    this.on(this.stage, "wheel", (event) => this.wheel(event), { passive: false });
    this.on(this.box, "keydown", (event) => this.key(event));
    for (const [name, handle] of Object.entries(this.view.handles)) this.on(handle, "focus", () => this.choose(name));
    for (const chip of this.root.querySelectorAll(".chip")) this.on(chip, "click", () => this.choose(chip.dataset.chip));
    for (const button of this.root.querySelectorAll("[data-act]")) {
      this.on(button, "click", () => this.act(button.dataset.act));
    }
    this.on(this.view.image, "load", () => this.draw());
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.stage);
    // A click elsewhere may need the points: Python must know them by then.
    const leaves = (event) => event.composedPath().includes(this.box) || this.flush();
    for (const type of ["pointerdown", "keydown"]) this.on(document, type, leaves, { capture: true });
  }

  show({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    this.stage.style.aspectRatio = `${data.width} / ${data.height}`;
    this.box.style.setProperty("--wide", `min(100%, ${(70 * data.width) / data.height}vh)`);
    if (this.view.image.getAttribute("src") !== data.photo) this.view.image.src = data.photo;
    if (this.version !== data.version) {
      clearTimeout(this.timer);
      this.timer = null;
      this.version = data.version;
      this.points = { ...data.points };
      this.view.fit();
    }
    this.draw();
  }

  draw(lens = this.gesture?.kind === "point" || Boolean(this.lens)) {
    if (!this.points) return;
    this.view.draw(this.points, this.active, lens);
    for (const chip of this.root.querySelectorAll(".chip")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.chip === this.active));
    }
    const out = this.view.zoom === 1;
    for (const act of ["wider", "fit"]) this.root.querySelector(`[data-act="${act}"]`).disabled = out;
  }

  choose(name) {
    this.active = name;
    this.draw();
  }

  act(name) {
    const centre = this.view.toStage(this.points[this.active]);
    if (name === "fit") this.view.fit();
    else this.view.zoomBy(name === "closer" ? 1.5 : 1 / 1.5, centre);
    if (name === "closer") this.view.reveal(this.points[this.active]);
    this.draw();
  }

  at(event) {
    const box = this.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  press(event) {
    if (event.button !== 0) return;
    const spot = this.at(event);
    this.pointers.set(event.pointerId, spot);
    if (this.pointers.size > 1) {
      this.gesture = { kind: "pinch", ...this.fingers() };
      return;
    }
    this.stage.setPointerCapture(event.pointerId);
    const name = event.target.closest(".point")?.dataset.point;
    this.gesture = { kind: name ? "point" : "tap", start: spot, x: this.view.x, y: this.view.y };
    if (event.pointerType !== "touch") event.preventDefault();
    if (name) {
      this.view.handles[name].focus({ preventScroll: true });
      this.choose(name);
      this.gesture.from = this.view.toStage(this.points[name]);
      this.draw();
    }
  }

  fingers() {
    const [one, two] = [...this.pointers.values()];
    return { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2, gap: Math.max(1, Math.hypot(one.x - two.x, one.y - two.y)) };
  }

  move(event) {
    if (!this.pointers.has(event.pointerId)) return;
    const spot = this.at(event);
    this.pointers.set(event.pointerId, spot);
    const { gesture, view } = this;
    if (gesture?.kind === "pinch") {
      const now = this.fingers();
      view.zoomBy(now.gap / gesture.gap, gesture);
      view.moveTo(view.x + now.x - gesture.x, view.y + now.y - gesture.y);
      Object.assign(gesture, now);
    } else if (gesture) {
      const [dx, dy] = [spot.x - gesture.start.x, spot.y - gesture.start.y];
      if (gesture.kind === "tap" && Math.hypot(dx, dy) > STILL) gesture.kind = "pan";
      if (gesture.kind === "pan") view.moveTo(gesture.x + dx, gesture.y + dy);
      if (gesture.kind === "point") this.put(view.toPhoto({ x: gesture.from.x + dx, y: gesture.from.y + dy }));
    }
    this.draw();
  }

  release(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    const { gesture } = this;
    this.gesture = null;
    if (gesture?.kind === "tap" && event.type === "pointerup") this.put(this.view.toPhoto(gesture.start));
    if (this.changed) this.send();
    this.draw();
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey && !this.stage.contains(this.root.activeElement)) return;
    event.preventDefault();
    this.view.zoomBy(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), this.at(event));
    this.draw();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = this.stage.contains(event.target) && ARROWS[event.key];
    if (!arrow && !Object.hasOwn(ZOOM_KEYS, event.key)) return;
    event.preventDefault();
    event.stopPropagation(); // the page has shortcuts of its own
    if (arrow) this.nudge(arrow, event.shiftKey ? 10 : 1);
    else this.act(ZOOM_KEYS[event.key]);
  }

  nudge([dx, dy], pixels) {
    const { width, height } = this.view.size;
    const [x, y] = this.points[this.active];
    this.put([x + (dx * pixels) / (width * this.view.zoom), y + (dy * pixels) / (height * this.view.zoom)]);
    this.view.reveal(this.points[this.active]);
    clearTimeout(this.lens);
    this.lens = setTimeout(() => {
      this.lens = null;
      this.draw();
    }, LENS_STAYS);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), SEND_AFTER);
    this.draw();
  }

  put(point) {
    this.points[this.active] = point.map((share) => Math.min(1, Math.max(0, share)));
    this.changed = true;
  }

  flush() {
    if (this.timer) this.send();
  }

  send() {
    clearTimeout(this.timer);
    this.timer = null;
    this.changed = false;
    this.setStateValue("placed", { version: this.version, points: this.points });
  }

  destroy() {
    this.stop.abort();
    this.watch.disconnect();
    clearTimeout(this.timer);
    clearTimeout(this.lens);
  }
}

export default mounting(FacePoints);
