// What is seen: the picture, the labels over it, the brush outline, and the zoom between them.
const CLOSEST = 16; // largest zoom, relative to the fitted picture

function rgbOf(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

class LabelView {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.overlay = document.createElement("canvas");
    this.image = new Image();
    this.image.addEventListener("load", () => this.draw());
    this.width = 1; // size on the page, CSS px
    this.height = 1;
    this.zoom = 1;
    this.x = 0;
    this.y = 0;
    this.opacity = 0.55;
    this.brush = null;
  }

  setPicture(url) {
    if (this.image.getAttribute("src") !== url) this.image.src = url;
  }

  setMap(map) {
    this.map = map;
    this.overlay.width = map.width;
    this.overlay.height = map.height;
    this.paint = this.overlay.getContext("2d", { willReadFrequently: true });
    this.pixels = this.paint.createImageData(map.width, map.height);
    this.words = new Uint32Array(this.pixels.data.buffer);
  }

  setColours(classes) {
    const bytes = new Uint8Array(1024);
    for (let label = 1; label < 256; label += 1) bytes.set([128, 128, 128, 255], label * 4);
    for (const { label, colour } of classes) bytes.set([...rgbOf(colour), 255], label * 4);
    this.colours = new Uint32Array(bytes.buffer);
  }

  // Recolour a box of the overlay, or all of it.
  refresh(box = { left: 0, top: 0, width: this.map.width, height: this.map.height }) {
    const { words, colours, map } = this;
    if (!box.width || !box.height) return;
    for (let y = box.top; y < box.top + box.height; y += 1) {
      const end = y * map.width + box.left + box.width;
      for (let at = end - box.width; at < end; at += 1) words[at] = colours[map.labels[at]];
    }
    this.paint.putImageData(this.pixels, 0, 0, box.left, box.top, box.width, box.height);
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
    context.imageSmoothingEnabled = scale < 1;
    context.globalAlpha = this.opacity;
    context.drawImage(this.overlay, 0, 0);
    context.globalAlpha = 1;
    if (this.brush) this.drawBrush(scale);
  }

  drawBrush(scale) {
    const { context, brush } = this;
    const radius = Math.max(brush.size / 2, 2 / scale);
    for (const [colour, width] of [["rgb(0 0 0 / 70%)", 3], ["#fff", 1.25]]) {
      context.beginPath();
      context.arc(brush.x, brush.y, radius, 0, 2 * Math.PI);
      context.strokeStyle = colour;
      context.lineWidth = width / scale;
      context.stroke();
    }
  }
}
