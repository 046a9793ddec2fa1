// Two pictures of one motif under a handle: the before/after slider, also part of the face desk.
const GRAB = 28; // distance to the handle, CSS px, within which a drag on a zoomed picture moves the handle
const TALLEST = "var(--tallest, 75vh)"; // most height of the frame; a component's style may say less

class CompareSlider {
  constructor(root) {
    const one = (selector) => root.querySelector(selector);
    this.frame = one(".frame");
    this.input = one("input");
    this.before = one(".before");
    this.after = one(".after");
    this.button = one(".zoom");
    this.images = [one(".before img"), one(".after img")];
    this.stop = new AbortController();
    this.view = { zoom: 1, x: 0, y: 0 };
    this.drag = null;
    this.lastTap = { time: 0, x: 0, y: 0 };
    this.listen();
  }

  listen() {
    const { signal } = this.stop;
    const on = (target, type, action) => target.addEventListener(type, action.bind(this), { signal });
    on(this.input, "input", () => this.split(Number(this.input.value)));
    on(this.frame, "pointerdown", this.press);
    on(this.frame, "pointermove", this.move);
    on(this.frame, "pointerup", this.release);
    on(this.frame, "pointercancel", () => this.letGo());
    on(this.button, "click", () => this.toggleZoom(null));
    on(this.frame, "keydown", (event) => {
      if (event.key !== "Escape" || this.view.zoom === 1) return;
      event.stopPropagation();
      this.toggleZoom(null);
    });
    this.watch = new ResizeObserver(() => this.place());
    this.watch.observe(this.frame);
  }

  show(data) {
    this.data = data;
    this.frame.style.aspectRatio = `${data.width} / ${data.height}`;
    this.frame.style.width = `min(100%, calc(${TALLEST} * ${data.width / data.height}))`;
    const [left, right] = data.labels;
    this.before.querySelector(".chip").textContent = left;
    this.after.querySelector(".chip").textContent = right;
    this.input.setAttribute("aria-label", `Compare ${left} with ${right}`);
    [data.before, data.after].forEach((url, index) => {
      const image = this.images[index];
      if (image.getAttribute("src") !== url) image.src = url;
      image.alt = data.alt ? `${data.labels[index]}: ${data.alt}` : data.labels[index];
    });
    this.split(Number(this.input.value));
    this.place();
  }

  // A picture that is already decoded takes a picture's place within one frame: nothing flickers.
  swap(index, picture) {
    picture.draggable = false;
    picture.style.transform = this.images[index].style.transform;
    this.images[index].replaceWith(picture);
    this.images[index] = picture;
  }

  // Show the first picture alone while a key or a button is held.
  look(held) {
    this.frame.classList.toggle("looking", held);
  }

  split(percent) {
    const value = Math.min(100, Math.max(0, percent));
    this.input.value = String(value);
    this.input.setAttribute("aria-valuetext", `${Math.round(value)} % ${this.data.labels[0]}`);
    this.frame.style.setProperty("--split", `${value}%`);
  }

  ownPixels() {
    const shown = this.frame.clientWidth * (window.devicePixelRatio || 1);
    return this.data.pixels / shown > 1.05 ? this.data.pixels / shown : 2;
  }

  toggleZoom(point) {
    const { width, height } = this.frame.getBoundingClientRect();
    const centre = point ?? { x: width / 2, y: height / 2 };
    const zoom = this.view.zoom === 1 ? this.ownPixels() : 1;
    this.view = { zoom, x: centre.x * (1 - zoom), y: centre.y * (1 - zoom) };
    this.place();
  }

  place() {
    if (!this.data) return;
    const { clientWidth: width, clientHeight: height } = this.frame;
    const { zoom } = this.view;
    const clamp = (value, size) => Math.min(0, Math.max(size * (1 - zoom), value));
    this.view.x = clamp(this.view.x, width);
    this.view.y = clamp(this.view.y, height);
    const transform = zoom === 1 ? "none" : `translate(${this.view.x}px, ${this.view.y}px) scale(${zoom})`;
    for (const image of this.images) image.style.transform = transform;
    const near = this.ownPixels();
    this.frame.classList.toggle("zoomed", zoom !== 1);
    this.frame.classList.toggle("magnified", zoom !== 1 && this.data.pixels < width * zoom);
    this.button.setAttribute("aria-pressed", String(zoom !== 1));
    this.button.lastElementChild.textContent = zoom !== 1 ? "Fit" : this.data.pixels > width * 1.05 ? "100 %" : `${near}×`;
    this.button.setAttribute("aria-label", zoom !== 1 ? "Fit the picture" : "Zoom to the picture's own pixels");
  }

  at(event) {
    const box = this.frame.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, width: box.width };
  }

  nearHandle(point) {
    return Math.abs(point.x - (Number(this.input.value) / 100) * point.width) <= GRAB;
  }

  press(event) {
    if (event.button !== 0 || this.drag || event.target.closest("button")) return;
    const point = this.at(event);
    const pans = this.view.zoom !== 1 && !this.nearHandle(point);
    // A finger may be about to scroll the page: the handle follows it only once it moves sideways.
    const waits = event.pointerType === "touch" && !pans;
    this.drag = { id: event.pointerId, pans, waits, start: point, view: { ...this.view }, moved: false };
    this.frame.setPointerCapture(event.pointerId);
    this.frame.classList.add("dragging");
    this.input.focus({ preventScroll: true });
    if (event.pointerType !== "touch") event.preventDefault();
    if (!pans && !waits) this.follow(point);
  }

  move(event) {
    const point = this.at(event);
    const { drag } = this;
    if (!drag) {
      this.frame.classList.toggle("near-handle", this.view.zoom !== 1 && this.nearHandle(point));
      return;
    }
    if (event.pointerId !== drag.id) return;
    const dx = point.x - drag.start.x;
    const dy = point.y - drag.start.y;
    if (Math.hypot(dx, dy) > 4) drag.moved = true;
    if (drag.pans) {
      this.view.x = drag.view.x + dx;
      this.view.y = drag.view.y + dy;
      this.place();
    } else if (drag.moved || !drag.waits) {
      this.follow(point);
    }
  }

  release(event) {
    const { drag } = this;
    if (!drag || event.pointerId !== drag.id) return;
    const point = this.at(event);
    if (drag.waits && !drag.moved) this.follow(point);
    this.letGo();
    if (drag.moved) return;
    const { time, x, y } = this.lastTap;
    const twice = event.timeStamp - time < 350 && Math.hypot(point.x - x, point.y - y) < 30;
    this.lastTap = twice ? { time: 0, x: 0, y: 0 } : { time: event.timeStamp, ...point };
    if (twice) this.toggleZoom(point);
  }

  letGo() {
    this.drag = null;
    this.frame.classList.remove("dragging");
  }

  follow(point) {
    this.split((100 * point.x) / point.width);
  }

  destroy() {
    this.stop.abort();
    this.watch.disconnect();
  }
}
