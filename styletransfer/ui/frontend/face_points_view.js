// Where the photo and the points stand on the stage: zoom, panning, and the loupe beside a point that moves.
const CLOSEST = 12; // largest zoom
const LOUPE = 112; // diameter of the loupe, CSS px
const LOUPE_ZOOM = 2.5; // beyond the zoom of the stage
const REACH = 40; // between the point and its loupe, CSS px
const CLOSE = 92; // eyes nearer than this have no room for three tags, CSS px

class PointsView {
  constructor(stage) {
    this.stage = stage;
    this.image = stage.querySelector("img");
    this.lines = stage.querySelector("polygon");
    this.loupe = stage.querySelector(".loupe");
    this.handles = Object.fromEntries([...stage.querySelectorAll(".point")].map((one) => [one.dataset.point, one]));
    this.fit();
  }

  get size() {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }

  fit() {
    Object.assign(this, { zoom: 1, x: 0, y: 0 });
  }

  // A point of the window, as shares of the photo.
  toPhoto(spot) {
    const { width, height } = this.size;
    return [(spot.x - this.x) / (width * this.zoom), (spot.y - this.y) / (height * this.zoom)];
  }

  toStage([x, y]) {
    const { width, height } = this.size;
    return { x: x * width * this.zoom + this.x, y: y * height * this.zoom + this.y };
  }

  zoomBy(factor, centre) {
    const zoom = Math.min(CLOSEST, Math.max(1, this.zoom * factor));
    const by = zoom / this.zoom;
    this.x = centre.x - (centre.x - this.x) * by;
    this.y = centre.y - (centre.y - this.y) * by;
    this.zoom = zoom;
  }

  moveTo(x, y) {
    Object.assign(this, { x, y });
  }

  // Bring a point that the keys moved out of sight back onto the stage.
  reveal(point) {
    const { width, height } = this.size;
    const spot = this.toStage(point);
    const margin = Math.min(48, width / 6, height / 6);
    if (this.zoom === 1) return;
    this.x += Math.max(0, margin - spot.x) - Math.max(0, spot.x - width + margin);
    this.y += Math.max(0, margin - spot.y) - Math.max(0, spot.y - height + margin);
  }

  draw(points, active, lens) {
    const { width, height } = this.size;
    if (!width) return;
    const { zoom } = this;
    this.x = Math.min(0, Math.max(width * (1 - zoom), this.x));
    this.y = Math.min(0, Math.max(height * (1 - zoom), this.y));
    this.image.style.transform = zoom === 1 ? "none" : `translate(${this.x}px, ${this.y}px) scale(${zoom})`;
    this.stage.classList.toggle("zoomed", zoom !== 1);
    const spots = Object.fromEntries(Object.entries(points).map(([name, point]) => [name, this.toStage(point)]));
    for (const [name, handle] of Object.entries(this.handles)) {
      handle.style.transform = `translate(${spots[name].x}px, ${spots[name].y}px)`;
      handle.classList.toggle("active", name === active);
    }
    this.lines.setAttribute("points", Object.values(spots).map(({ x, y }) => `${x},${y}`).join(" "));
    const gap = Math.hypot(spots.right_eye.x - spots.left_eye.x, spots.right_eye.y - spots.left_eye.y);
    this.stage.classList.toggle("close", gap < CLOSE);
    this.loupe.hidden = !lens;
    if (lens) this.magnify(points[active], spots[active]);
  }

  // The loupe stands above the point, or beside it where there is no room: never below, where the hand is.
  magnify([x, y], spot) {
    const { width } = this.size;
    const above = spot.y - LOUPE - REACH;
    const beside = spot.x > width / 2 ? spot.x - LOUPE - REACH : spot.x + REACH;
    const left = Math.min(width - LOUPE - 6, Math.max(6, above < 6 ? beside : spot.x - LOUPE / 2));
    this.loupe.style.transform = `translate(${left}px, ${Math.max(6, above)}px)`;
    const side = LOUPE * (window.devicePixelRatio || 1);
    const { loupe, image } = this;
    if (loupe.width !== Math.round(side)) loupe.width = loupe.height = Math.round(side);
    const context = loupe.getContext("2d");
    const part = (LOUPE / (width * this.zoom * LOUPE_ZOOM)) * image.naturalWidth; // px of the photo within the loupe
    context.fillStyle = "#777";
    context.fillRect(0, 0, side, side);
    const [atX, atY] = [x * image.naturalWidth - part / 2, y * image.naturalHeight - part / 2];
    context.drawImage(image, atX, atY, part, part, 0, 0, side, side);
    this.cross(context, side);
  }

  cross(context, side) {
    const middle = side / 2;
    for (const [colour, line] of [["rgb(0 0 0 / 60%)", 3], ["#fff", 1.2]]) {
      context.beginPath();
      for (const way of [-1, 1]) {
        context.moveTo(middle + way * side * 0.05, middle);
        context.lineTo(middle + way * side * 0.2, middle);
        context.moveTo(middle, middle + way * side * 0.05);
        context.lineTo(middle, middle + way * side * 0.2);
      }
      context.strokeStyle = colour;
      context.lineWidth = (line * side) / LOUPE;
      context.stroke();
    }
  }
}
