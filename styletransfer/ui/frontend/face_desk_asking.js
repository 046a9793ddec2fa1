// One question at a time: the newest values are asked for when the picture of the last question is shown.
const QUIET = 300; // ms without a movement until values count as meant: a double click or a held key is one act
const BUSY_AFTER = 300; // ms until a wait is shown
const PATIENCE = 10_000; // ms until a question is asked again; every further time twice as long

class DeskAsking {
  // `desk` has values(), send(message), busy(shown) and say(words).
  constructor(desk) {
    this.desk = desk;
    this.number = 0;
    this.waiting = null; // the question that is not answered yet
    this.wants = null; // "look" at the newest values, or "settle" on them
    this.settled = ""; // the values settled on last
    this.open = false; // whether pictures were asked for since
  }

  // Other values came from Python: whatever was to be asked is void.
  begin() {
    this.free();
    this.wants = null;
    this.open = false;
    this.settled = JSON.stringify(this.desk.values());
  }

  moved() {
    clearTimeout(this.quiet);
    this.wants = "look";
    this.next();
  }

  letGo() {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.settle(), QUIET);
  }

  // Whether there is anything to settle on.
  meant() {
    return this.open || this.wants !== null || JSON.stringify(this.desk.values()) !== this.settled;
  }

  settle() {
    clearTimeout(this.quiet);
    if (!this.meant()) return;
    this.wants = "settle";
    this.next();
  }

  // The person turns to something else on the page: it must find the last values.
  hurry() {
    if (!this.meant()) return;
    this.free();
    this.settle();
  }

  next() {
    if (this.waiting || this.wants === null) return;
    const settled = this.wants === "settle";
    this.wants = null;
    this.open = !settled;
    this.ask(settled);
  }

  // Ask for the same once more, as after a reload of this script.
  again() {
    this.ask(this.waiting?.settled ?? false);
  }

  ask(settled) {
    this.free();
    const values = this.desk.values();
    if (settled) this.settled = JSON.stringify(values);
    this.number = Math.max(this.number + 1, Date.now()); // grows over reloads too
    this.waiting = { number: this.number, values, settled };
    this.attempt = 0;
    this.busyTimer = setTimeout(() => this.desk.busy(true), BUSY_AFTER);
    this.deliver();
  }

  deliver() {
    this.desk.send({ ...this.waiting, attempt: this.attempt });
    this.patience = setTimeout(() => {
      this.desk.say("No answer yet. Asking again…");
      this.attempt += 1;
      this.deliver();
    }, PATIENCE * 2 ** this.attempt);
  }

  answer(number) {
    this.number = Math.max(this.number, number);
    if (!this.waiting || number < this.waiting.number) return;
    this.free();
    this.next();
  }

  free() {
    for (const timer of [this.busyTimer, this.patience]) clearTimeout(timer);
    this.waiting = null;
    this.desk.busy(false);
    this.desk.say("");
  }

  stop() {
    for (const timer of [this.quiet, this.busyTimer, this.patience]) clearTimeout(timer);
  }
}
