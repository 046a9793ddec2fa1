// Pointers (mouse, pen, fingers), wheel and keys of the painter; mixed into its class.
const PEN_ERASER = 32;
const TOOL_KEYS = { b: "paint", e: "erase", g: "fill", h: "move", "+": "closer", "=": "closer", "-": "wider", 0: "fit" };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const pointerActions = {
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  },

  tool(event) {
    if (this.spaceHeld || event.button === 1) return "move";
    if (event.buttons & PEN_ERASER) return "erase";
    return this.session.tool;
  },

  press(event) {
    if (event.button > 1 && !(event.buttons & PEN_ERASER)) return;
    event.preventDefault();
    this.box.classList.remove("keyboard");
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    const point = this.at(event);
    this.pointers.set(event.pointerId, point);
    if (this.pointers.size === 2) this.startPinch();
    if (this.pointers.size !== 1) return;
    const tool = this.tool(event);
    if (tool === "move") {
      this.gesture = { kind: "move", start: point, x: this.view.x, y: this.view.y };
      return;
    }
    const spot = this.view.toMap(point);
    const label = tool === "erase" ? 0 : this.session.label;
    this.gesture = { kind: tool === "fill" ? "fill" : "stroke", label, last: spot };
    this.hover(point);
    if (tool !== "fill") this.dab(spot);
  },

  dab(spot) {
    const { map, brush } = this.session;
    this.view.refresh(map.stroke(this.gesture.last, spot, brush, this.gesture.label));
    this.gesture.last = spot;
  },

  startPinch() {
    if (this.gesture?.kind === "stroke") {
      this.session.map.rollBack(); // the first finger was no stroke after all
      this.view.refresh();
    }
    this.gesture = { kind: "pinch", ...this.fingers() };
    this.hover(null);
  },

  fingers() {
    const [one, two] = [...this.pointers.values()];
    return { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2, gap: Math.max(1, Math.hypot(one.x - two.x, one.y - two.y)) };
  },

  move(event) {
    const point = this.at(event);
    this.hover(event.pointerType === "touch" && this.gesture?.kind !== "stroke" ? null : point);
    if (!this.pointers.has(event.pointerId)) return;
    this.pointers.set(event.pointerId, point);
    const { gesture } = this;
    if (gesture?.kind === "move") {
      this.view.moveTo(gesture.x + point.x - gesture.start.x, gesture.y + point.y - gesture.start.y);
    } else if (gesture?.kind === "pinch" && this.pointers.size === 2) {
      const now = this.fingers();
      this.view.zoomBy(now.gap / gesture.gap, gesture);
      this.view.moveTo(this.view.x + now.x - gesture.x, this.view.y + now.y - gesture.y);
      Object.assign(gesture, now);
      this.reflect();
    } else if (gesture?.kind === "stroke") {
      const path = event.getCoalescedEvents?.() ?? [];
      for (const step of path.length ? path : [event]) this.dab(this.view.toMap(this.at(step)));
    }
  },

  release(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    const { gesture } = this;
    const { map } = this.session;
    if (gesture?.kind === "fill" && event.type === "pointerup") map.flood(gesture.last, gesture.label);
    if ((gesture?.kind === "fill" || gesture?.kind === "stroke") && map.commit()) this.changed();
    if (this.pointers.size === 0) this.gesture = null;
    if (event.pointerType === "touch") this.hover(null);
  },

  hover(point) {
    const { tool, brush } = this.session;
    const shown = point && !this.spaceHeld && (tool === "paint" || tool === "erase");
    this.view.brush = shown ? { ...this.view.toMap(point), size: brush } : null;
    this.view.draw();
  },

  // The wheel zooms once the picture was clicked (or with Ctrl); before that it scrolls the page.
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey && this.root.activeElement !== this.canvas) return;
    event.preventDefault();
    this.view.zoomBy(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), this.at(event));
    this.reflect();
  },
};

const keyActions = {
  holdSpace(held) {
    if (this.spaceHeld === held) return;
    this.spaceHeld = held;
    this.hover(null);
    this.reflect();
  },

  key(event) {
    this.box.classList.add("keyboard");
    const typed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const command = event.ctrlKey || event.metaKey;
    const handled = command ? this.commandKey(typed, event.shiftKey) : this.plainKey(typed, event);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation(); // the page has shortcuts of its own
  },

  commandKey(typed, shift) {
    if (typed === "z") this.act(shift ? "redo" : "undo");
    else if (typed === "y") this.act("redo");
    else return false;
    return true;
  },

  plainKey(typed, event) {
    const onCanvas = this.root.activeElement === this.canvas;
    if (typed === "[" || typed === "]") {
      this.resizeBrush(typed === "[" ? this.session.brush / 1.2 - 0.5 : this.session.brush * 1.2 + 0.5);
    } else if (typed >= "1" && typed <= "9" && this.classes[Number(typed) - 1]) {
      this.choose(this.classes[Number(typed) - 1].label);
    } else if (Object.hasOwn(TOOL_KEYS, typed)) {
      this.act(TOOL_KEYS[typed]);
    } else if (onCanvas && event.code === "Space") {
      this.holdSpace(true);
    } else if (onCanvas && Object.hasOwn(ARROWS, typed)) {
      this.steer(ARROWS[typed], event.shiftKey);
    } else if (onCanvas && typed === "Enter") {
      this.stamp();
    } else {
      return false;
    }
    return true;
  },

  // Arrow keys move the brush, Enter paints: the picture can be painted without a pointer.
  steer([dx, dy], fast) {
    const { map, brush } = this.session;
    const from = this.view.brush ?? { x: map.width / 2, y: map.height / 2 };
    const pace = Math.max(1, brush / 2) * (fast ? 4 : 1);
    const limit = (value, size) => Math.min(size, Math.max(0, value));
    this.view.brush = { x: limit(from.x + dx * pace, map.width), y: limit(from.y + dy * pace, map.height), size: brush };
    this.view.draw();
  },

  stamp() {
    const { map, brush, tool, label } = this.session;
    const spot = this.view.brush ?? { x: map.width / 2, y: map.height / 2 };
    this.view.brush = { ...spot, size: brush };
    if (tool === "fill") map.flood(spot, label);
    else map.stroke(spot, spot, brush, tool === "erase" ? 0 : label);
    if (map.commit()) this.changed();
  },
};
