// Before/after slider. One instance lives as long as its element; Streamlit calls the default
// export again whenever the data or the theme changes, and `show` takes the new pictures in.
const instances = new WeakMap();

export default function ({ parentElement, data }) {
  let slider = instances.get(parentElement);
  if (!slider || !parentElement.contains(slider.frame)) {
    slider?.destroy();
    slider = new CompareSlider(parentElement);
    instances.set(parentElement, slider);
  }
  slider.show(data);
  return () => {
    slider.destroy();
    instances.delete(parentElement);
  };
}
