// A photo with its faces framed; the frames are radio buttons, so that arrow keys and screen readers work.
function faceFrame(box, foot, number, pick) {
  const frame = document.createElement("label");
  const input = document.createElement("input");
  const ring = document.createElement("span");
  const name = document.createElement("span");
  frame.className = "face";
  ring.className = "ring";
  name.className = "name";
  name.textContent = box.label;
  Object.assign(input, { type: "radio", name: "face", value: String(number) });
  input.setAttribute("aria-label", box.label);
  input.addEventListener("change", () => pick(number));
  Object.assign(frame.style, { left: `${100 * box.x}%`, top: `${100 * box.y}%`, width: `${100 * box.side}%` });
  frame.style.zIndex = String(Math.round(1000 * (1 - box.side))); // a small face before a large one
  // The name stands below its face, or above it at the lower border, and within the photo at the sides.
  frame.classList.toggle("low", foot > 0.9);
  frame.classList.toggle("leftmost", box.x < 0.12);
  frame.classList.toggle("rightmost", box.x > 0.88);
  ring.style.rotate = `${box.tilt}deg`;
  frame.append(input, ring, name);
  return frame;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const photo = parentElement.querySelector(".photo");
  const image = photo.querySelector("img");
  photo.style.aspectRatio = `${data.width} / ${data.height}`;
  photo.style.width = `min(100%, ${(70 * data.width) / data.height}vh)`;
  photo.setAttribute("aria-label", data.label);
  if (image.getAttribute("src") !== data.photo) image.src = data.photo;
  photo.pick = (number) => setTriggerValue("picked", number);
  const drawn = JSON.stringify(data.boxes);
  if (photo.drawn !== drawn) {
    photo.drawn = drawn;
    photo.classList.toggle("many", data.boxes.length > 4);
    const frames = data.boxes.map((box, number) => {
      const foot = box.y + (box.side / 2) * (data.width / data.height);
      return faceFrame(box, foot, number, (face) => photo.pick(face));
    });
    photo.replaceChildren(image, ...frames);
  }
  photo.querySelectorAll("input").forEach((input, number) => (input.checked = number === data.chosen));
}
