/* The X6 graph and how it behaves under the mouse; what the document says about
   all that is decided elsewhere. */

import { isNote } from "./measures.js";

const { Config, Graph, Selection, Shape, Snapline } = globalThis.X6;
const GRID = 20;
const SCALES = { min: 0.1, max: 2 };

// Its styles are linked as a file: the page's policy allows no others.
Config.autoInsertCSS = false;

// The cards of each graph, by their items' keys.
const cardsOf = new WeakMap();

const DOT = { tagName: "circle", selector: "dot" };
const HIT = { tagName: "circle", selector: "hit" };
const PORTS = {
  in: { position: "absolute", markup: [DOT], attrs: { dot: { r: 4, class: "sh-port-in" } } },
  out: {
    position: "absolute",
    markup: [HIT, DOT],
    attrs: {
      // A dot is too small to be caught; around it there is more.
      hit: { r: 14, magnet: true, class: "sh-port-hit" },
      dot: { r: 6, class: "sh-port-out" },
    },
  },
};

Shape.HTML.register({
  shape: "sh-item",
  effect: [],
  ports: { groups: PORTS },
  html: (cell) => cardsOf.get(cell.model.graph).get(cell.id).element,
});

Graph.registerEdge(
  "sh-wire",
  {
    inherit: "edge",
    zIndex: 0,
    attrs: {
      wrap: { strokeWidth: 16 },
      line: {
        class: "sh-wire",
        strokeWidth: 2,
        targetMarker: null,
      },
    },
  },
  true,
);

/* rules: {canEdit, canLeave(cell), refusal(source, port, target)}. */
export function makeGraph(container, cards, rules) {
  const graph = new Graph({
    container,
    autoResize: true,
    // All at once: the page's styles are worked out once, and not for every frame.
    async: false,
    // Its dots are drawn by the style sheet, which knows light and dark.
    grid: { size: GRID, visible: false },
    scaling: SCALES,
    panning: { enabled: true, eventTypes: ["leftMouseDown", "mouseWheelDown", "mouseWheel"] },
    mousewheel: { enabled: true, modifiers: ["ctrl", "meta"], minScale: SCALES.min, maxScale: SCALES.max },
    interacting: {
      nodeMovable: ({ cell }) => rules.canEdit && cell.getProp("still") !== true,
      magnetConnectable: rules.canEdit,
      edgeMovable: false,
      arrowheadMovable: rules.canEdit,
      vertexMovable: false,
      edgeLabelMovable: false,
    },
    connecting: {
      snap: { radius: 24 },
      allowBlank: false,
      allowLoop: false,
      allowMulti: true,
      allowEdge: false,
      allowPort: true,
      allowNode: true,
      highlight: true,
      anchor: "center",
      connectionPoint: "anchor",
      connector: { name: "smooth", args: { direction: "V" } },
      createEdge: () => graph.createEdge({ shape: "sh-wire" }),
      validateMagnet: () => rules.canEdit,
      validateConnection: ({ sourceCell, sourcePort, targetCell }) =>
        Boolean(sourceCell && targetCell && !rules.refusal(sourceCell.id, sourcePort, targetCell.id)),
    },
    highlighting: {
      magnetAvailable: { name: "className", args: { className: "sh-can-connect" } },
      nodeAvailable: { name: "className", args: { className: "sh-can-connect" } },
      magnetAdsorbed: { name: "className", args: { className: "sh-will-connect" } },
    },
  });
  cardsOf.set(graph, cards);
  for (const plugin of withoutStyles(() => pluginsOf(rules))) graph.use(plugin);
  return graph;
}

function pluginsOf(rules) {
  return [
    new Selection({
      rubberband: true,
      modifiers: "shift",
      multipleSelectionModifiers: ["shift", "ctrl", "meta"],
      eventTypes: ["leftMouseDown"],
      showNodeSelectionBox: false,
      filter: (cell) => cell.isNode() && cell.getProp("still") !== true,
    }),
    new Snapline({ enabled: rules.canEdit, tolerance: 8, clean: 200 }),
  ];
}

/* The plugins put <style> elements into the page whatever the configuration says.
   They leave them out only where code is being swapped under a developer's hands,
   so for as long as they are made, it is. */
function withoutStyles(make) {
  globalThis.module = { hot: { status: () => "apply" } };
  try {
    return make();
  } finally {
    delete globalThis.module;
  }
}

/* The end of a wire as something to hold, there while the wire is selected. */
export const WIRE_END = {
  name: "target-arrowhead",
  args: { tagName: "circle", attrs: { r: 7, class: "sh-wire-end" } },
};

/* X6's description of an item. */
export function nodeOf(item, { size, ports }) {
  return {
    id: item.key,
    shape: "sh-item",
    x: item.x,
    y: item.y,
    ...size,
    zIndex: isNote(item) ? -1 : 1,
    ports: { items: ports },
  };
}

/* A wire's id holds its two ends, so that the same wire is the same cell. */
export function edgeOf({ from, output, target }, source = from) {
  return {
    id: JSON.stringify([from, output, target]),
    shape: "sh-wire",
    source: { cell: source, port: `out:${output}` },
    target: { cell: target, port: "in" },
  };
}

export function wireOf(edge) {
  const [from, output, target] = JSON.parse(edge.id);
  return { from, output, target };
}
