// What is seen: the picture, the labels over it, the outline of what would be painted, and the zoom between them.
const CLOSEST = 16; // largest zoom, relative to the fitted picture

function rgbOf(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

class LabelView {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.overlay = document.createElement("canvas"); // regions, drawn see-through
    this.borders = document.createElement("canvas"); // their outlines, drawn nearly solid
    this.image = new Image();
    this.image.addEventListener("load", () => this.draw());
    this.width = 1; // size on the page, CSS px
    this.height = 1;
    this.zoom = 1;
    this.x = 0;
    this.y = 0;
    this.opacity = 0.55;
    this.hidden = false; // the overlay, while the visitor looks at the picture alone
    this.brush = null;
    this.outline = null; // of the superpixel under the pointer
  }

  setPicture(url) {
    if (this.image.getAttribute("src") !== url) this.image.src = url;
  }

  setMap(map) {
    this.map = map;
    [this.fills, this.lines] = [this.overlay, this.borders].map((layer) => {
      layer.width = map.width;
      layer.height = map.height;
      const context = layer.getContext("2d", { willReadFrequently: true });
      const pixels = context.createImageData(map.width, map.height);
      return { context, pixels, words: new Uint32Array(pixels.data.buffer) };
    });
  }

  setColours(classes, eraser) {
    const bytes = new Uint8Array(1024);
    for (let label = 0; label < 256; label += 1) {
      if (label !== eraser) bytes.set([128, 128, 128, 255], label * 4);
    }
    for (const { label, colour } of classes) bytes.set([...rgbOf(colour), 255], label * 4);
    this.colours = new Uint32Array(bytes.buffer);
  }

  // Recolour a box of the overlay, or all of it.
  refresh(box = { left: 0, top: 0, width: this.map.width, height: this.map.height }) {
    const { colours, map, fills, lines } = this;
    if (!box.width || !box.height) return;
    // One pixel more on every side: a change moves its neighbours' outlines.
    const left = Math.max(0, box.left - 1);
    const top = Math.max(0, box.top - 1);
    const right = Math.min(map.width, box.left + box.width + 1);
    const bottom = Math.min(map.height, box.top + box.height + 1);
    const { labels, width } = map;
    for (let y = top; y < bottom; y += 1) {
      const up = y > 0 ? -width : 0;
      const down = y < map.height - 1 ? width : 0;
      for (let x = left; x < right; x += 1) {
        const at = y * width + x;
        const label = labels[at];
        const inner =
          labels[at + up] === label &&
          labels[at + down] === label &&
          (x === 0 || labels[at - 1] === label) &&
          (x === width - 1 || labels[at + 1] === label);
        fills.words[at] = colours[label];
        lines.words[at] = inner ? 0 : colours[label];
      }
    }
    for (const { context, pixels } of [fills, lines]) {
      context.putImageData(pixels, 0, 0, left, top, right - left, bottom - top);
    }
    this.draw();
  }

  get scale() {
    return (this.width / this.map.width) * this.zoom;
  }

  resize() {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const grown = this.canvas.getBoundingClientRect();
    if (!grown.width) return; // hidden, in a closed tab for instance
    this.x *= grown.width / this.width;
    this.y *= grown.height / this.height;
    this.width = grown.width;
    this.height = grown.height;
    const width = Math.round(this.width * ratio);
    const height = Math.round(this.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.moveTo(this.x, this.y);
  }

  toMap(point) {
    return { x: (point.x - this.x) / this.scale, y: (point.y - this.y) / this.scale };
  }

  moveTo(x, y) {
    const { width, height } = this;
    this.x = Math.min(0, Math.max(width * (1 - this.zoom), x));
    this.y = Math.min(0, Math.max(height * (1 - this.zoom), y));
    this.draw();
  }

  zoomBy(factor, centre) {
    const zoom = Math.min(CLOSEST, Math.max(1, this.zoom * factor));
    const grown = zoom / this.zoom;
    this.zoom = zoom;
    this.moveTo(centre.x - (centre.x - this.x) * grown, centre.y - (centre.y - this.y) * grown);
  }

  draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (this.map) this.drawNow();
    });
  }

  drawNow() {
    const { context, map, canvas } = this;
    const ratio = canvas.width / this.width;
    const scale = this.scale * ratio;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(scale, 0, 0, scale, this.x * ratio, this.y * ratio);
    context.imageSmoothingQuality = "high";
    context.imageSmoothingEnabled = scale < 4;
    if (this.image.complete && this.image.naturalWidth) context.drawImage(this.image, 0, 0, map.width, map.height);
    if (!this.hidden) this.drawRegions(scale);
    if (this.outline) this.drawOutlined(this.outline, scale);
    if (this.brush) {
      const circle = new Path2D();
      circle.arc(this.brush.x, this.brush.y, Math.max(this.brush.size / 2, 2 / scale), 0, 2 * Math.PI);
      this.drawOutlined(circle, scale);
    }
  }

  drawRegions(scale) {
    const { context, opacity } = this;
    context.imageSmoothingEnabled = scale < 1;
    context.globalAlpha = opacity;
    context.drawImage(this.overlay, 0, 0);
    if (opacity > 0) {
      context.globalAlpha = Math.max(opacity, 0.9);
      context.drawImage(this.borders, 0, 0);
    }
    context.globalAlpha = 1;
  }

  // White on black is seen over every picture.
  drawOutlined(path, scale) {
    const { context } = this;
    context.lineJoin = "round";
    for (const [colour, width] of [["rgb(0 0 0 / 70%)", 3.5], ["#fff", 1.5]]) {
      context.strokeStyle = colour;
      context.lineWidth = width / scale;
      context.stroke(path);
    }
  }
}
