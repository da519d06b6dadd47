/* A small picture of the whole canvas; pressing it goes there. Drawn as plain
   rectangles: a second graph would cost as much as the first. */

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 200;

export function mountMinimap(canvas) {
  const { element, graph, store } = canvas;
  const map = document.createElementNS(SVG, "svg");
  map.setAttribute("class", "sh-minimap");
  map.setAttribute("aria-hidden", "true");
  map.setAttribute("hidden", "");
  element.append(map);
  let isPlanned = false;
  const plan = () => {
    if (isPlanned || map.hasAttribute("hidden")) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      draw(canvas, map);
    });
  };
  for (const name of ["translate", "scale", "resize"]) graph.on(name, plan);
  for (const name of ["change", "group", "trace", "problems"]) store.on(name, plan);
  store.on("canvas-do", (what) => {
    if (what !== "minimap") return;
    map.toggleAttribute("hidden");
    store.tell("announce", map.hasAttribute("hidden") ? "The map is hidden." : "The map is shown.");
    plan();
  });
  const go = (event) => {
    if (!(event.buttons & 1)) return;
    event.preventDefault();
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    graph.centerPoint(x, y);
  };
  map.addEventListener("pointerdown", go);
  map.addEventListener("pointermove", go);
}

function draw(canvas, map) {
  const { graph, ground, store, sync } = canvas;
  const content = graph.getContentArea();
  const seen = graph.graphToLocal(0, 0, ground.clientWidth, ground.clientHeight);
  const whole = content.union(seen).inflate(MARGIN, MARGIN);
  map.setAttribute("viewBox", `${whole.x} ${whole.y} ${whole.width} ${whole.height}`);
  const boxes = sync.shown().map((item) => {
    const { width, height } = graph.getCellById(item.key)?.getSize() ?? { width: 0, height: 0 };
    const wrong = store.problemsOf(item).length ? " sh-minimap-wrong" : "";
    return box({ x: item.x, y: item.y, width, height }, `sh-minimap-${item.kind}${wrong}`);
  });
  map.replaceChildren(...boxes, box(seen, "sh-minimap-seen"));
}

function box({ x, y, width, height }, name) {
  const rectangle = document.createElementNS(SVG, "rect");
  rectangle.setAttribute("class", name);
  for (const [key, value] of Object.entries({ x, y, width, height })) rectangle.setAttribute(key, value);
  return rectangle;
}
