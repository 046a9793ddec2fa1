// One picture of the painter: its map, its view, and the pointers on it.
const TALLEST = 66; // share of the window's height, %
const PATIENCE = 30_000; // ms until a refinement that nobody answered is given up

class PaintPane {
  constructor(painter, box) {
    this.painter = painter;
    this.box = box;
    this.canvas = this.one("canvas");
    this.view = new LabelView(this.canvas);
    this.pointers = new Map();
    this.gesture = null;
    this.wish = null; // { number, label } while Python refines
    this.segments = null;
  }

  one(selector) {
    return this.box.querySelector(selector);
  }

  get session() {
    return this.painter.session;
  }

  get map() {
    return this.kept.map;
  }

  // What a brush of the painter measures on this picture, px of its map.
  get brush() {
    return Math.max(1, this.session.brush * this.reach);
  }

  show(data, { classes, eraser, answered, before, longest }) {
    this.name = data.name;
    this.eraser = eraser;
    this.reach = Math.max(data.width, data.height) / longest;
    const stepped = this.takeMap(data, before);
    if (eraser === null) this.takeBase(data);
    this.frame(data);
    this.takeSegments(data);
    this.view.setPicture(data.background);
    this.view.setColours(classes, eraser);
    if (this.view.map !== this.map) this.view.setMap(this.map);
    if (this.wish && answered >= this.wish.number) this.free();
    this.view.refresh();
    this.view.resize();
    if (this.map.text !== data.start) this.queue();
    return stepped;
  }

  // Says whether the map became another one by a step that can be undone.
  takeMap(data, before) {
    this.kept = { map: before?.map, version: data.version, picture: data.picture };
    if (before?.version === data.version) return false;
    if (before?.picture === data.picture) return before.map.replace(textToRuns(data.start));
    this.kept.map = new LabelMap(data.width, data.height, data.start);
    return false;
  }

  takeBase({ base, start, width, height }) {
    const text = base || start;
    if (this.baseText === text) return;
    this.baseText = text;
    this.base = new Uint8Array(width * height);
    decodeRuns(textToRuns(text), this.base);
  }

  takeSegments({ segments, picture, width, height }) {
    const wanted = segments && `${picture}:${segments.length}`;
    if (this.segmented === wanted) return;
    this.segmented = wanted;
    this.segments = null;
    if (!wanted) return;
    decodeSegments(segments, width, height).then((decoded) => {
      if (this.segmented === wanted) this.segments = decoded;
    });
  }

  frame({ width, height, title }) {
    const stage = this.one(".stage");
    stage.style.aspectRatio = `${width} / ${height}`;
    stage.style.width = `min(100%, ${(TALLEST * width) / height}vh)`;
    this.one(".title").textContent = title;
    this.box.setAttribute("aria-label", title || "Picture");
    this.canvas.setAttribute("aria-label", title ? `${title}: picture to paint regions on` : "Picture to paint regions on");
  }

  // What a tool leaves behind: a label, or the labels that were there first.
  paintOf(tool) {
    if (tool !== "erase") return this.session.label;
    return this.eraser === null ? this.base : this.eraser;
  }

  act(name) {
    const { map, view } = this;
    const centre = { x: view.width / 2, y: view.height / 2 };
    const actions = {
      closer: () => view.zoomBy(1.5, centre),
      wider: () => view.zoomBy(1 / 1.5, centre),
      fit: () => view.zoomBy(1 / view.zoom, centre),
      cover: () => map.labels.fill(this.session.label),
      clear: () => map.labels.fill(this.eraser),
      restore: () => map.labels.set(this.base),
      refine: () => this.refine(),
    };
    const paints = name === "cover" || name === "clear" || name === "restore";
    if (this.wish && (paints || name === "refine")) return;
    actions[name]();
    if (paints) this.commit();
    this.reflect();
  }

  refine() {
    this.wish = { number: this.painter.nextNumber(), label: this.session.label };
    this.patience = setTimeout(() => this.free(), PATIENCE);
    this.painter.reflect();
    this.queue();
    this.flush();
  }

  free() {
    clearTimeout(this.patience);
    this.wish = null;
    this.reflect();
  }

  commit() {
    if (!this.map.commit()) return;
    this.painter.stepped(this);
    this.changed();
  }

  changed() {
    this.view.refresh();
    this.painter.reflect();
    this.queue();
  }

  reflect() {
    const { spaceHeld, canRefine } = this.painter;
    const { tool, opacity } = this.session;
    const active = spaceHeld ? "move" : tool;
    const size = active === "paint" || active === "erase" ? this.brush : 0;
    this.one('[data-act="wider"]').disabled = this.view.zoom <= 1;
    this.one('[data-act="fit"]').disabled = this.view.zoom <= 1;
    this.one('[data-act="refine"]').hidden = !canRefine;
    for (const act of ["refine", "cover", "clear", "restore"]) this.one(`[data-act="${act}"]`).disabled = Boolean(this.wish);
    this.one(".busy").hidden = !this.wish;
    this.view.opacity = opacity / 100;
    this.view.hidden = this.painter.looking;
    this.canvas.style.cursor = { move: "grab", fill: "crosshair", segment: "crosshair" }[active] ?? "none";
    if (this.view.brush) this.view.brush.size = size;
    if (active !== "segment") this.view.outline = null;
    this.view.draw();
  }

  queue() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), SEND_AFTER);
  }

  flush() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = null;
    const message = { version: this.kept.version, runs: this.map.text };
    this.painter.send(this.name, this.wish ? { ...message, refine: this.wish } : message);
  }

  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.patience);
  }
}
