// The face desk: sliders beside a before/after picture that follows them while they are dragged.
const firsts = new Map(); // key -> { digest, url }: the first picture travels once

class FaceDesk {
  constructor(root) {
    this.root = root;
    this.box = this.one(".desk");
    this.stop = new AbortController();
    this.compare = new CompareSlider(this.one(".compare"));
    this.compare.input.value = "0"; // the whole edited face, until the person pulls the original over it
    this.asking = new DeskAsking(this);
    this.sliders = [];
    this.turn = 0;
    this.listen();
    // Streamlit fades what waits for Python; the desk has a quieter mark for that, and is in use meanwhile.
    root.host.closest("[data-testid=stElementContainer]")?.style.setProperty("opacity", "1");
  }

  one(selector) {
    return this.root.querySelector(selector);
  }

  on(target, type, action, more) {
    target.addEventListener(type, action, { signal: this.stop.signal, ...more });
  }

  listen() {
    this.on(this.one(".reset-all"), "click", () => {
      for (const slider of this.sliders) slider.move(slider.spec.rest, false);
      this.letGo();
    });
    for (const type of ["pointerup", "pointercancel"]) {
      this.on(window, type, () => this.sliders.find(({ held }) => held)?.letGo());
    }
    this.listenToEye(this.one(".eye"));
    const leaves = (event) => event.composedPath().includes(this.box) || this.asking.hurry();
    for (const type of ["pointerdown", "keydown"]) this.on(document, type, leaves, { capture: true });
  }

  listenToEye(eye) {
    this.on(eye, "contextmenu", (event) => event.preventDefault()); // a long touch is the use of it
    this.on(eye, "pointerdown", (event) => {
      eye.setPointerCapture(event.pointerId);
      this.look(true);
    });
    for (const type of ["pointerup", "pointercancel", "blur"]) this.on(eye, type, () => this.look(false));
    this.on(this.box, "keydown", (event) => this.looksBy(event) && this.look(true));
    this.on(this.box, "keyup", (event) => this.looksBy(event) && this.look(false));
    this.on(window, "blur", () => this.look(false)); // the key is let go of in another window
  }

  looksBy(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const pressed = event.target === this.one(".eye") && (event.key === " " || event.key === "Enter");
    const wanted = pressed || event.key.toLowerCase() === "v";
    if (wanted) {
      event.preventDefault();
      event.stopPropagation(); // the page has shortcuts of its own
    }
    return wanted;
  }

  look(held) {
    this.compare.look(held);
    this.one(".eye").setAttribute("aria-pressed", String(held));
  }

  values() {
    return Object.fromEntries(this.sliders.map(({ spec, value }) => [spec.name, value]));
  }

  moved() {
    this.reflect();
    this.asking.moved();
  }

  letGo() {
    this.asking.letGo();
  }

  send(message) {
    const holds = firsts.get(this.data.key)?.digest ?? "";
    this.setStateValue("ask", { ...message, revision: this.data.revision, holds });
  }

  busy(shown) {
    this.box.classList.toggle("waiting", shown);
    this.box.setAttribute("aria-busy", String(shown));
  }

  say(words) {
    this.one(".note").textContent = words;
  }

  async show({ data, setStateValue }) {
    const fresh = this.data?.revision !== data.revision;
    this.setStateValue = setStateValue;
    this.data = data;
    this.take(data.sliders, fresh);
    if (fresh) this.asking.begin();
    if (data.before) firsts.set(data.key, { digest: data.digest, url: data.before });
    const first = firsts.get(data.key);
    if (first?.digest !== data.digest) {
      firsts.delete(data.key);
      this.asking.again(); // Python takes the picture for known that this page has lost
      return;
    }
    const turn = (this.turn += 1);
    await this.picture(first.url, data);
    if (turn === this.turn) this.asking.answer(data.answered);
  }

  // Take in the sliders; where they stand is the person's affair until the revision changes.
  take(specs, fresh) {
    const drawn = JSON.stringify(specs.map(({ value, ...spec }) => spec));
    const held = this.values();
    if (this.drawn !== drawn) {
      this.drawn = drawn;
      this.sliders = specs.map((spec) => new DeskSlider(this, spec));
      this.one(".sliders").replaceChildren(...this.sliders.map(({ row }) => row));
    }
    specs.forEach(({ name, value }, index) => this.sliders[index].put(fresh ? value : (held[name] ?? value)));
    this.reflect();
  }

  reflect() {
    this.one(".reset-all").disabled = this.sliders.every(({ resting }) => resting);
  }

  // Decode first, then change both pictures at once.
  async picture(before, data) {
    const turn = this.turn;
    const shown = { ...data, before };
    if (this.compare.data) {
      const wanted = [before, data.after];
      const decoded = await Promise.all(wanted.map((url, index) => this.decoded(url, index)));
      if (turn !== this.turn) return;
      decoded.forEach((picture, index) => picture && this.compare.swap(index, picture));
    }
    this.compare.show(shown);
  }

  // Returns nothing where the picture is there already, or cannot be decoded.
  async decoded(url, index) {
    if (this.compare.images[index].getAttribute("src") === url) return null;
    const picture = new Image();
    picture.src = url;
    return picture.decode().then(() => picture, () => null);
  }

  destroy() {
    this.stop.abort();
    this.asking.stop();
    this.compare.destroy();
  }
}

export default mounting(FaceDesk);
