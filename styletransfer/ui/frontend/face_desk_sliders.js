// The sliders of the face desk: what they are called, where they stand, and how they are moved.
const SNAP = 5; // distance to where a slider rests, CSS px, within which it stays there while it is dragged
const MINUS = "\u2212";
const STRIDES = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }; // steps a key

// "+12 years", "−3°", "0 %": the sign only where there are two of them.
function worded(value, { step, low, unit }) {
  const digits = Math.min(3, String(step).split(".")[1]?.length ?? 0);
  const size = Math.abs(value).toFixed(digits);
  const sign = Number(size) === 0 || low === 0 ? "" : value > 0 ? "+" : MINUS;
  const one = Number(size) === 1 && unit.length > 2 && unit.endsWith("s");
  const words = one ? unit.slice(0, -1) : unit;
  return `${sign}${size}${!unit || unit === "°" ? "" : "\u00a0"}${words}`;
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

class DeskSlider {
  constructor(desk, spec) {
    Object.assign(this, { desk, spec, held: false });
    this.row = element("div", "slider");
    this.label = element("label", "label", spec.label);
    this.output = element("output", "value");
    this.reset = element("button", "reset", "↺");
    this.input = element("input", "range");
    this.input.id = this.label.htmlFor = `slider-${spec.name}`;
    this.build();
    this.listen();
  }

  build() {
    const { input, reset, spec, row } = this;
    Object.assign(input, { type: "range", min: String(spec.low), max: String(spec.high), step: "any" });
    reset.type = "button";
    const called = spec.of ? `${spec.label} of ${spec.of}` : spec.label;
    reset.title = `Set ${called} back to ${spec.rest === 0 ? "zero" : worded(spec.rest, spec)}`;
    reset.setAttribute("aria-label", reset.title);
    row.dataset.name = spec.name;
    row.style.setProperty("--zero", String(this.share(spec.rest)));
    if (spec.of) {
      row.classList.add("under");
      input.setAttribute("aria-label", called);
    }
    const track = element("div", "track");
    track.append(element("i", "tick"), input);
    row.append(this.label, this.output, track, reset);
    if (!spec.help) return;
    const help = element("span", "told", spec.help);
    help.id = `help-${spec.name}`;
    input.setAttribute("aria-describedby", help.id);
    row.title = spec.help;
    row.append(help);
  }

  listen() {
    const { input } = this;
    const back = () => this.move(this.spec.rest, true);
    this.desk.on(input, "pointerdown", () => (this.held = true));
    this.desk.on(input, "input", () => this.move(this.snapped(Number(input.value)), false));
    this.desk.on(input, "keydown", (event) => this.key(event));
    for (const type of ["keyup", "blur", "change"]) this.desk.on(input, type, () => this.letGo());
    this.desk.on(input, "dblclick", back);
    this.desk.on(this.reset, "click", () => {
      back();
      input.focus({ preventScroll: true }); // the button is gone at rest and would swallow the keys
    });
  }

  get resting() {
    return this.value === this.spec.rest;
  }

  share(value) {
    return (value - this.spec.low) / (this.spec.high - this.spec.low);
  }

  snapped(value) {
    const { rest } = this.spec;
    const pixels = Math.abs(this.share(value) - this.share(rest)) * this.input.clientWidth;
    return this.held && pixels <= SNAP ? rest : value;
  }

  key(event) {
    const { low, high, step } = this.spec;
    const ends = { Home: low, End: high };
    const to = ends[event.key] ?? this.value + STRIDES[event.key] * step;
    if (Number.isNaN(to) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.move(to, false);
  }

  // Take a value as the nearest one the slider knows, and tell the desk of it.
  move(value, done) {
    const before = this.value;
    const { step, low, high } = this.spec;
    const whole = Number((Math.round(value / step) * step).toFixed(9));
    this.put(value <= low ? low : value >= high ? high : Math.min(high, Math.max(low, whole)));
    if (this.value !== before) this.desk.moved();
    if (done) this.desk.letGo();
  }

  letGo() {
    this.held = false;
    this.desk.letGo();
  }

  put(value) {
    this.value = value;
    this.input.value = String(value);
    const words = worded(value, this.spec);
    this.output.textContent = words;
    this.input.setAttribute("aria-valuetext", words);
    const [from, to] = [this.share(this.spec.rest), this.share(value)].sort((a, b) => a - b);
    this.row.style.setProperty("--from", String(from));
    this.row.style.setProperty("--to", String(to));
    this.row.classList.toggle("moved", !this.resting);
  }
}
