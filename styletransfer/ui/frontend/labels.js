// Label maps without any drawing: one byte a pixel, so edges are hard and decode exactly.
const LONGEST_RUN = 2 ** 24 - 1;
const MOST_STEPS = 200; // undo steps kept

// One little-endian word a run: label in the low byte, length in the other three.
function encodeRuns(labels) {
  const words = [];
  for (let start = 0; start < labels.length; ) {
    const label = labels[start];
    let end = start + 1;
    while (end < labels.length && labels[end] === label && end - start < LONGEST_RUN) end += 1;
    words.push(((end - start) * 256 + label) >>> 0);
    start = end;
  }
  return Uint32Array.from(words);
}

function decodeRuns(words, labels) {
  let at = 0;
  for (const word of words) {
    const length = word >>> 8;
    labels.fill(word & 255, at, at + length);
    at += length;
  }
}

function runsToText(words) {
  const bytes = new Uint8Array(words.length * 4);
  const target = new DataView(bytes.buffer);
  words.forEach((word, index) => target.setUint32(index * 4, word, true));
  const parts = [];
  for (let at = 0; at < bytes.length; at += 32768) parts.push(String.fromCharCode(...bytes.subarray(at, at + 32768)));
  return btoa(parts.join(""));
}

function textToRuns(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const source = new DataView(bytes.buffer);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => source.getUint32(index * 4, true));
}

class LabelMap {
  constructor(width, height, text) {
    this.width = width;
    this.height = height;
    this.labels = new Uint8Array(width * height);
    const runs = textToRuns(text);
    decodeRuns(runs, this.labels);
    this.steps = [runs];
    this.step = 0;
  }

  get text() {
    return runsToText(this.steps[this.step]);
  }

  // Paint every pixel whose centre lies within half a brush of the segment; returns the box touched.
  // The paint is one label, or another map's labels at the same places.
  stroke(from, to, size, paint) {
    const other = typeof paint === "number" ? null : paint;
    const radius = Math.max(size / 2, Math.SQRT1_2); // the thinnest brush still meets one pixel
    const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - radius));
    const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - radius));
    const right = Math.min(this.width, Math.ceil(Math.max(from.x, to.x) + radius));
    const bottom = Math.min(this.height, Math.ceil(Math.max(from.y, to.y) + radius));
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    const length = dx * dx + dy * dy;
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const px = x + 0.5 - from.x;
        const py = y + 0.5 - from.y;
        const along = length ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
        const ox = px - along * dx;
        const oy = py - along * dy;
        const at = y * this.width + x;
        if (ox * ox + oy * oy <= radius * radius) this.labels[at] = other ? other[at] : paint;
      }
    }
    return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
  }

  // Relabel the connected area (four neighbours) around one pixel.
  flood(point, label) {
    const { width, height, labels } = this;
    const x = Math.floor(point.x);
    const y = Math.floor(point.y);
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const old = labels[y * width + x];
    if (old === label) return;
    const open = [y * width + x];
    while (open.length) {
      const seed = open.pop();
      if (labels[seed] !== old) continue;
      const row = seed - (seed % width);
      let left = seed;
      let right = seed;
      while (left > row && labels[left - 1] === old) left -= 1;
      while (right < row + width - 1 && labels[right + 1] === old) right += 1;
      labels.fill(label, left, right + 1);
      for (const next of [-width, width]) {
        for (let at = left + next; at <= right + next; at += 1) {
          const starts = labels[at] === old && (at === left + next || labels[at - 1] !== old);
          if (at >= 0 && at < labels.length && starts) open.push(at);
        }
      }
    }
  }

  // Keep what was painted as one step; says whether anything changed.
  commit() {
    const runs = encodeRuns(this.labels);
    const last = this.steps[this.step];
    if (runs.length === last.length && runs.every((word, index) => word === last[index])) return false;
    this.steps.splice(this.step + 1, Infinity, runs);
    if (this.steps.length > MOST_STEPS) this.steps.shift();
    this.step = this.steps.length - 1;
    return true;
  }

  // Take the labels of a whole map as one step; says whether anything changed.
  replace(runs) {
    decodeRuns(runs, this.labels);
    return this.commit();
  }

  rollBack() {
    decodeRuns(this.steps[this.step], this.labels);
  }

  walk(by) {
    const next = this.step + by;
    if (next < 0 || next >= this.steps.length) return false;
    this.step = next;
    this.rollBack();
    return true;
  }
}
