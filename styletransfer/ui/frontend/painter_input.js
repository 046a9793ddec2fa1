// Pointers (mouse, pen, fingers), wheel and keys of the painter; mixed into its classes.
const PEN_ERASER = 32;
const TOOL_KEYS = { b: "paint", e: "erase", g: "fill", h: "move" };
const PANE_KEYS = { "+": "closer", "=": "closer", "-": "wider", 0: "fit", r: "refine" };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const pointerActions = {
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  },

  tool(event) {
    if (this.painter.spaceHeld || event.button === 1) return "move";
    if (event.buttons & PEN_ERASER) return "erase";
    return this.session.tool;
  },

  press(event) {
    if (this.wish || (event.button > 1 && !(event.buttons & PEN_ERASER))) return;
    event.preventDefault();
    this.painter.box.classList.remove("keyboard");
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
    const kind = tool === "erase" || tool === "paint" ? "stroke" : tool;
    this.gesture = { kind, paint: this.paintOf(tool), last: this.view.toMap(point) };
    this.hover(point);
    this.dab(this.gesture.last);
  },

  dab(spot) {
    const { gesture, segments, map, view } = this;
    if (gesture.kind === "stroke") view.refresh(map.stroke(gesture.last, spot, this.brush, gesture.paint));
    if (gesture.kind === "segment" && segments) {
      for (const id of segments.passed(gesture.last, spot)) view.refresh(segments.fill(map, id, gesture.paint));
    }
    if (gesture.kind !== "fill") gesture.last = spot;
  },

  startPinch() {
    if (this.gesture?.kind === "stroke" || this.gesture?.kind === "segment") {
      this.map.rollBack(); // the first finger was no stroke after all
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
    const painting = this.gesture?.kind === "stroke" || this.gesture?.kind === "segment";
    this.hover(event.pointerType === "touch" && !painting ? null : point);
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
    } else if (painting) {
      const path = event.getCoalescedEvents?.() ?? [];
      for (const step of path.length ? path : [event]) this.dab(this.view.toMap(this.at(step)));
    }
  },

  release(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    const { gesture } = this;
    if (gesture?.kind === "fill" && event.type === "pointerup") this.map.flood(gesture.last, gesture.paint);
    if (["fill", "stroke", "segment"].includes(gesture?.kind)) this.commit();
    if (this.pointers.size === 0) this.gesture = null;
    if (event.pointerType === "touch") this.hover(null);
  },

  hover(point) {
    const { tool } = this.session;
    const shown = point && !this.painter.spaceHeld && !this.wish;
    this.view.brush = shown && (tool === "paint" || tool === "erase") ? { ...this.view.toMap(point), size: this.brush } : null;
    this.outline(shown ? this.view.toMap(point) : null);
    this.view.draw();
  },

  outline(spot) {
    const { segments } = this;
    const wanted = spot && segments && this.session.tool === "segment";
    this.view.outline = wanted ? segments.outline(segments.at(spot)) : null;
  },

  // The wheel zooms once the picture was clicked (or with Ctrl); before that it scrolls the page.
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey && this.painter.root.activeElement !== this.canvas) return;
    event.preventDefault();
    this.view.zoomBy(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), this.at(event));
    this.reflect();
  },
};

// Arrow keys move a cursor, Enter paints: the picture can be painted without a pointer.
const cursorActions = {
  cursor() {
    return this.view.brush ?? { x: this.map.width / 2, y: this.map.height / 2 };
  },

  steer([dx, dy], fast) {
    const from = this.cursor();
    const pace = Math.max(1, this.brush / 2) * (fast ? 4 : 1);
    const limit = (value, size) => Math.min(size, Math.max(0, value));
    this.view.brush = { x: limit(from.x + dx * pace, this.map.width), y: limit(from.y + dy * pace, this.map.height) };
    this.outline(this.view.brush);
    this.reflect();
  },

  stamp() {
    const { map, segments, session } = this;
    const { tool } = session;
    if (this.wish || tool === "move") return;
    const spot = this.cursor();
    this.view.brush = { ...spot };
    if (tool === "fill") map.flood(spot, session.label);
    else if (tool === "segment") for (const id of segments?.passed(spot, spot) ?? []) segments.fill(map, id, session.label);
    else map.stroke(spot, spot, this.brush, this.paintOf(tool));
    this.commit();
    this.reflect();
  },
};

const keyActions = {
  holdSpace(held) {
    if (this.spaceHeld === held) return;
    this.spaceHeld = held;
    for (const pane of this.panes) pane.hover(null);
    this.reflect();
  },

  canvasFocused() {
    return this.panes.some(({ canvas }) => canvas === this.root.activeElement);
  },

  eyeFocused() {
    return this.root.activeElement?.dataset?.act === "look";
  },

  keyUp(event) {
    this.box.classList.add("keyboard"); // Tab arrived here: show the focus
    if (event.code === "Space") this.holdSpace(false);
    if (event.code === "Space" || event.key === "Enter" || event.key.toLowerCase() === "v") this.look(false);
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
    if (typed === "[" || typed === "]") {
      this.resizeBrush(typed === "[" ? this.session.brush / 1.2 - 0.5 : this.session.brush * 1.2 + 0.5);
    } else if (typed >= "1" && typed <= "9" && this.classes[Number(typed) - 1]) {
      this.choose(this.classes[Number(typed) - 1].label);
    } else if (typed === "v" || (this.eyeFocused() && (typed === " " || typed === "Enter"))) {
      this.look(true);
    } else if (typed === "s" && this.hasSegments) {
      this.act("segment");
    } else if (Object.hasOwn(TOOL_KEYS, typed)) {
      this.act(TOOL_KEYS[typed]);
    } else if (Object.hasOwn(PANE_KEYS, typed) && (typed !== "r" || this.canRefine)) {
      this.active.act(PANE_KEYS[typed]);
    } else {
      return this.canvasFocused() && this.canvasKey(typed, event);
    }
    return true;
  },

  canvasKey(typed, event) {
    if (event.code === "Space") this.holdSpace(true);
    else if (Object.hasOwn(ARROWS, typed)) this.active.steer(ARROWS[typed], event.shiftKey);
    else if (typed === "Enter") this.active.stamp();
    else return false;
    return true;
  },
};
