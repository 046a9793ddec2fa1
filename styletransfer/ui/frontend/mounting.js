// One object for each mounted element: made with the element, told of every rerun, destroyed with it.
const instances = new WeakMap(); // element -> object with box, show(component) and destroy()

function mounting(Kind) {
  return (component) => {
    const { parentElement } = component;
    let one = instances.get(parentElement);
    if (!one || !parentElement.contains(one.box)) {
      one?.destroy();
      one = new Kind(parentElement);
      instances.set(parentElement, one);
    }
    one.show(component);
    return () => {
      one.destroy();
      instances.delete(parentElement);
    };
  };
}
