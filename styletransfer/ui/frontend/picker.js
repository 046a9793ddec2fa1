// A grid of pictures to choose from. Streamlit calls the default export again with every change.
function tile(item, selected, pick) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tile";
  button.dataset.id = item.id;
  const frame = document.createElement("span");
  frame.className = "frame";
  const image = document.createElement("img");
  image.src = item.image;
  image.alt = "";
  image.draggable = false;
  frame.append(image);
  if (item.inset) {
    const inset = document.createElement("img");
    inset.className = "inset";
    inset.src = item.inset;
    inset.alt = "";
    inset.draggable = false;
    frame.append(inset);
  }
  const title = document.createElement("span");
  title.className = "title";
  title.textContent = item.title;
  button.append(frame, title);
  if (item.detail) {
    const detail = document.createElement("span");
    detail.className = "detail";
    detail.textContent = item.detail;
    button.append(detail);
  }
  if (item.hint) button.title = item.hint;
  button.addEventListener("click", () => pick(button));
  mark(button, selected);
  return button;
}

function mark(button, selected) {
  if (selected) button.setAttribute("aria-pressed", String(selected.includes(button.dataset.id)));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector(".grid");
  grid.setAttribute("aria-label", data.label);
  grid.style.setProperty("--tile", `${data.tile}px`);
  grid.style.setProperty("--share", `${data.share}%`);
  const pick = (button) => {
    if (data.selected) button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    setTriggerValue("picked", button.dataset.id);
  };
  const drawn = JSON.stringify([data.items, data.selected === null]);
  if (grid.drawn === drawn) {
    for (const button of grid.children) mark(button, data.selected);
    grid.pick = pick;
    return;
  }
  grid.drawn = drawn;
  grid.pick = pick;
  grid.replaceChildren(...data.items.map((item) => tile(item, data.selected, (button) => grid.pick(button))));
}
