// Pictures from the clipboard. All instances share one listener for Ctrl+V.
const instances = new Map(); // element -> { show, take, wants }

function pictureIn(event) {
  const files = [...(event.clipboardData?.files ?? [])];
  return files.find((file) => file.type.startsWith("image/"));
}

// Elements are not always mounted in the order in which they stand on the page.
function inReadingOrder(one, other) {
  const [a, b] = [one.box.getBoundingClientRect(), other.box.getBoundingClientRect()];
  return a.top - b.top || a.left - b.left;
}

function onPaste(event) {
  const picture = pictureIn(event);
  if (!picture || !instances.size) return;
  const all = [...instances.values()].sort(inReadingOrder);
  event.preventDefault();
  (all.find((one) => one.wants()) ?? all[0]).take(picture);
}

async function base64Of(file) {
  const reader = new FileReader();
  await new Promise((resolve, reject) => {
    reader.onload = resolve;
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return reader.result.slice(reader.result.indexOf(",") + 1);
}

function build(root) {
  const box = root.querySelector(".paste");
  const button = root.querySelector("button");
  const status = root.querySelector(".status");
  const one = { box, wants: () => box.matches(":hover, :focus-within") };

  one.show = ({ data, setTriggerValue }) => {
    root.querySelector(".label").textContent = data.label;
    one.limit = data.limit;
    one.send = (text) => setTriggerValue("picture", text);
  };

  one.take = async (file) => {
    if (file.size > one.limit) {
      status.textContent = `This picture is larger than ${Math.floor(one.limit / 2 ** 20)} MB.`;
      return;
    }
    one.send(await base64Of(file));
    status.textContent = "Picture pasted.";
  };

  // Reading needs the visitor's permission and a secure page; Ctrl+V needs neither.
  button.addEventListener("click", async () => {
    try {
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((name) => name.startsWith("image/"));
        if (type) return await one.take(await item.getType(type));
      }
      status.textContent = "The clipboard holds no picture.";
    } catch {
      status.textContent = "Press Ctrl+V (⌘V on a Mac) to paste.";
    }
  });
  return one;
}

export default function (component) {
  const { parentElement } = component;
  let one = instances.get(parentElement);
  if (!one || !parentElement.contains(one.box)) {
    one = build(parentElement);
    instances.set(parentElement, one);
  }
  if (instances.size === 1) document.addEventListener("paste", onPaste);
  one.show(component);
  return () => {
    instances.delete(parentElement);
    if (!instances.size) document.removeEventListener("paste", onPaste);
  };
}
