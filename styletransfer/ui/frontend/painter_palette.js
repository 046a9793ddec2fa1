// The painter's controls: one button a region, tools, sliders; mixed into its class.
const paletteActions = {
  palette(classes) {
    const { session } = this;
    if (!classes.some(({ label }) => label === session.label)) session.label = classes[0].label;
    this.classes = classes;
    const chips = classes.map(({ label, name, colour }, index) => {
      const chip = document.createElement("button");
      const swatch = document.createElement("span");
      const text = document.createElement("span");
      chip.type = "button";
      chip.className = "chip";
      chip.dataset.label = String(label);
      chip.title = index < 9 ? `${name} (${index + 1})` : name;
      swatch.className = "swatch";
      swatch.style.backgroundColor = colour;
      text.className = "name";
      text.textContent = name;
      chip.append(swatch, text);
      chip.addEventListener("click", () => this.choose(label));
      return chip;
    });
    const focused = this.root.activeElement?.dataset?.label;
    this.one(".classes").replaceChildren(...chips);
    chips.find((chip) => chip.dataset.label === focused)?.focus({ preventScroll: true });
  },

  // Where every pixel has a region there is nothing to erase, but something to go back to.
  adapt(eraser) {
    const partition = eraser === null;
    const erase = this.one('[data-act="erase"]');
    erase.title = partition ? "Bring back the first regions (E)" : "Eraser (E)";
    erase.setAttribute("aria-label", erase.title);
    for (const button of this.root.querySelectorAll('[data-act="clear"]')) button.hidden = partition;
    for (const button of this.root.querySelectorAll('[data-act="restore"]')) button.hidden = !partition;
  },

  choose(label) {
    const { session } = this;
    session.label = label;
    if (session.tool === "erase" || session.tool === "move") session.tool = this.hasSegments ? "segment" : "paint";
    this.reflect();
    this.one('.chip[aria-pressed="true"]').scrollIntoView({ block: "nearest", inline: "nearest" });
  },

  resizeBrush(size) {
    const slider = this.one(".size");
    this.session.brush = Math.min(Number(slider.max), Math.max(1, Math.round(size)));
    this.reflect();
  },

  fade(percent) {
    this.session.opacity = percent;
    this.reflect();
  },

  look(held) {
    if (this.looking === held) return;
    this.looking = held;
    this.reflect();
  },

  // Bring every control in line with the session.
  reflect() {
    const { tool, label, brush, opacity, done, undone } = this.session;
    const active = this.spaceHeld ? "move" : tool;
    for (const chip of this.root.querySelectorAll(".chip")) {
      const chosen = Number(chip.dataset.label) === label && tool !== "erase" && tool !== "move";
      chip.setAttribute("aria-pressed", String(chosen));
    }
    for (const button of this.root.querySelectorAll("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.act === active));
    }
    this.one('[data-act="segment"]').hidden = !this.hasSegments;
    this.one('[data-act="look"]').setAttribute("aria-pressed", String(this.looking));
    this.one('[data-act="undo"]').disabled = done.length === 0;
    this.one('[data-act="redo"]').disabled = undone.length === 0;
    this.one(".size").value = String(brush);
    this.one(".size-value").textContent = `${brush} px`;
    this.one(".opacity").value = String(opacity);
    this.one(".opacity-value").textContent = `${opacity} %`;
    for (const slider of this.root.querySelectorAll("input")) {
      const share = (slider.value - slider.min) / (slider.max - slider.min);
      slider.style.setProperty("--fill", `${100 * share}%`);
    }
    for (const pane of this.panes) pane.reflect();
    // A button that can no longer be pressed would swallow the keys.
    if (this.root.activeElement?.disabled) this.active.canvas.focus({ preventScroll: true });
  },
};
