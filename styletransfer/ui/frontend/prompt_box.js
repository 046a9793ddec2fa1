// A box for words: it tells Python what is typed when the typing pauses, and when the words are to count.
const PAUSE = 450; // ms without a key until the words are explained
const SLOW = 250; // ms until a wait is shown
const PATIENCE = 10_000; // ms until the same is said again; every further time twice as long

class PromptBox {
  constructor(root) {
    this.root = root;
    this.box = this.one(".box");
    [this.target, this.neutral] = root.querySelectorAll("input");
    this.stop = new AbortController();
    this.number = 0;
    this.waiting = null; // the message that counts and is not answered yet
    this.queue = []; // what is to count after that one
    this.example = 0;
    this.listen();
    root.host.closest("[data-testid=stElementContainer]")?.style.setProperty("opacity", "1");
  }

  one(selector) {
    return this.root.querySelector(selector);
  }

  listen() {
    const on = (target, type, act) => target.addEventListener(type, act, { signal: this.stop.signal });
    on(this.box, "submit", (event) => {
      event.preventDefault();
      this.say("add");
    });
    on(this.box, "keydown", (event) => event.stopPropagation()); // letters are no shortcuts of the page
    for (const input of [this.target, this.neutral]) {
      on(input, "input", () => this.typed());
      on(input, "blur", () => this.pause !== undefined && this.say("type"));
    }
  }

  typed() {
    this.reflect();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.say("type"), PAUSE);
  }

  // Say something to Python. While something that counts is not answered, what counts too queues up behind it with
  // its words; what is typed waits until nothing does.
  say(act, chip = "") {
    clearTimeout(this.pause);
    this.pause = undefined;
    if (act === "add" && this.data.closed) return;
    const said = { target: this.target.value, neutral: this.neutral.value, act, chip };
    if (!this.waiting) this.send(said);
    else if (act !== "type" && !this.repeats(said)) this.queue.push(said);
  }

  // A second Enter on the same words is one act; a second click on a chip undoes the first.
  repeats({ target, neutral, act }) {
    const last = this.queue.at(-1) ?? this.waiting;
    return act === "add" && last.act === "add" && last.target === target && last.neutral === neutral;
  }

  send(said) {
    this.number = Math.max(this.number + 1, Date.now()); // grows over reloads too
    const message = { number: this.number, ...said };
    if (said.act === "type") {
      this.setStateValue("said", message);
      return;
    }
    this.waiting = message;
    this.slow = setTimeout(() => this.box.classList.add("waiting"), SLOW);
    this.deliver(0);
  }

  deliver(attempt) {
    this.setStateValue("said", { ...this.waiting, attempt });
    this.patience = setTimeout(() => this.deliver(attempt + 1), PATIENCE * 2 ** attempt);
  }

  answer(number) {
    this.number = Math.max(this.number, number);
    if (!this.waiting || number < this.waiting.number) return;
    const { target, neutral } = this.waiting;
    this.free();
    if (this.queue.length > 0) {
      this.send(this.queue.shift());
      return;
    }
    const other = this.target.value !== target || this.neutral.value !== neutral;
    if (other && this.target.value.trim() !== "") this.typed(); // somebody typed on meanwhile
  }

  free() {
    clearTimeout(this.slow);
    clearTimeout(this.patience);
    this.waiting = null;
    this.box.classList.remove("waiting");
  }

  show({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    const first = !this.data;
    if (first || this.data.revision !== data.revision) this.fill(first ? data.typed : ["", ""], first);
    this.data = data;
    this.words(data);
    this.tell(data.told);
    this.chips(data);
    this.reflect();
    this.answer(data.answered);
  }

  // Take other words in, unless somebody typed on while the ones before were dealt with.
  fill([target, neutral], first) {
    const known = this.waiting;
    if (first || !known || (known.target === this.target.value && known.neutral === this.neutral.value)) {
      this.target.value = target;
      this.neutral.value = neutral;
    }
  }

  words({ labels, placeholders }) {
    this.one(".target").textContent = labels[0];
    this.one(".neutral").textContent = labels[1];
    this.one(".add").textContent = labels[2];
    this.target.placeholder = placeholders[0];
    this.neutral.placeholder = placeholders[1];
  }

  tell(told) {
    const drawn = JSON.stringify(told);
    if (this.told === drawn) return;
    this.told = drawn;
    this.one(".told").replaceChildren(
      ...told.map(([tone, sentence]) => {
        const line = document.createElement("p");
        line.className = tone;
        line.textContent = sentence;
        return line;
      }),
    );
  }

  chips({ chips, examples }) {
    const drawn = JSON.stringify([chips, examples]);
    if (this.drawn === drawn) return;
    this.drawn = drawn;
    const made = chips.map(({ name, label, pressed, hint }) => {
      const chip = this.chip(label, hint, () => this.say("chip", name));
      chip.setAttribute("aria-pressed", String(pressed));
      return chip;
    });
    if (examples.length > 0) {
      const more = this.chip("Example", "Put an example into the box", () => this.next(examples));
      more.classList.add("example");
      made.push(more);
    }
    this.one(".chips").replaceChildren(...made);
  }

  chip(label, hint, act) {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    chip.textContent = label;
    chip.title = hint;
    chip.addEventListener("click", act);
    return chip;
  }

  next(examples) {
    this.target.value = examples[this.example % examples.length];
    this.neutral.value = "";
    this.example += 1;
    this.reflect();
    this.say("type");
  }

  reflect() {
    this.one(".add").disabled = (this.data?.closed ?? false) || this.target.value.trim() === "";
  }

  destroy() {
    this.stop.abort();
    clearTimeout(this.pause);
    this.free();
  }
}

export default mounting(PromptBox);
