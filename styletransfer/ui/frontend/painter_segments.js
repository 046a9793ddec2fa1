// Superpixels: which piece of the picture a point belongs to, its outline, and filling it.

// Undo zlib, then add up the rows' differences (see encode_segments).
async function decodeSegments(text, width, height) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const source = new DataView(await new Response(plain).arrayBuffer());
  const ids = Uint16Array.from({ length: width * height }, (_, at) => source.getUint16(at * 2, true));
  for (let at = width; at < ids.length; at += 1) ids[at] += ids[at - width];
  return new Segments(ids, width, height);
}

class Segments {
  constructor(ids, width, height) {
    Object.assign(this, { ids, width, height, boxes: new Map(), outlines: new Map() });
    for (let at = 0; at < ids.length; at += 1) this.widen(ids[at], at % width, Math.floor(at / width));
  }

  widen(id, x, y) {
    const box = this.boxes.get(id);
    if (!box) {
      this.boxes.set(id, { left: x, top: y, right: x + 1, bottom: y + 1 });
      return;
    }
    if (x < box.left) box.left = x;
    if (x >= box.right) box.right = x + 1;
    box.bottom = y + 1;
  }

  // The piece at a point of the map, or null outside of the picture.
  at(point) {
    const x = Math.floor(point.x);
    const y = Math.floor(point.y);
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return null;
    return this.ids[y * this.width + x];
  }

  // Every piece on the way between two points.
  passed(from, to) {
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y)));
    const met = new Set();
    for (let step = 0; step <= steps; step += 1) {
      const share = step / steps;
      met.add(this.at({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }));
    }
    met.delete(null);
    return met;
  }

  // Give a piece one label; returns the box touched.
  fill(map, id, label) {
    const { left, top, right, bottom } = this.boxes.get(id);
    for (let y = top; y < bottom; y += 1) {
      for (let at = y * this.width + left; at < y * this.width + right; at += 1) {
        if (this.ids[at] === id) map.labels[at] = label;
      }
    }
    return { left, top, width: right - left, height: bottom - top };
  }

  outline(id) {
    if (id === null) return null;
    if (!this.outlines.has(id)) this.outlines.set(id, this.trace(id));
    return this.outlines.get(id);
  }

  trace(id) {
    const { ids, width, height } = this;
    const { left, top, right, bottom } = this.boxes.get(id);
    const path = new Path2D();
    const edge = (x, y, toX, toY) => {
      path.moveTo(x, y);
      path.lineTo(toX, toY);
    };
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const at = y * width + x;
        if (ids[at] !== id) continue;
        if (x === 0 || ids[at - 1] !== id) edge(x, y, x, y + 1);
        if (x === width - 1 || ids[at + 1] !== id) edge(x + 1, y, x + 1, y + 1);
        if (y === 0 || ids[at - width] !== id) edge(x, y, x + 1, y);
        if (y === height - 1 || ids[at + width] !== id) edge(x, y + 1, x + 1, y + 1);
      }
    }
    return path;
  }
}
