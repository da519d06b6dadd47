/* Brings the graph in line with the document: only what differs is touched. */

import { Card } from "./card.js";
import { edgeOf, nodeOf } from "./graph.js";
import { ENTRY, entryPlace, portsOf, sizeOf, waysOf } from "./measures.js";

export class Sync {
  constructor(graph, store, cards) {
    this.graph = graph;
    this.store = store;
    this.cards = cards;
    this.marks = new Map();
    this.group = null;
    this.entry = null;
    this.ports = new Map();
  }

  /* The items of the canvas that is shown. */
  shown() {
    return this.store.items().filter((item) => this.isShown(item));
  }

  isShown(item) {
    return item.group === this.store.group && (item.kind === "node" || !this.store.group);
  }

  run() {
    const items = this.shown();
    if (this.group !== this.store.group) {
      this.group = this.store.group;
      this.entry = this.group ? entryPlace(items) : null;
    }
    const wires = this.wires(items);
    this.drop(new Set([...items.map(({ key }) => key), ...(this.entry ? [ENTRY] : [])]), wires);
    this.place(items);
    this.draw(items);
    this.connect(wires);
  }

  drop(keys, wires) {
    const gone = this.graph.getCells().filter((cell) => !(cell.isNode() ? keys.has(cell.id) : wires.has(cell.id)));
    if (gone.length) this.graph.removeCells(gone);
    for (const key of this.cards.keys()) {
      if (keys.has(key)) continue;
      this.cards.delete(key);
      this.ports.delete(key);
    }
  }

  place(items) {
    const fresh = [];
    for (const item of items) {
      const size = sizeOf(item);
      const ports = portsOf(item, size);
      const cell = this.graph.getCellById(item.key);
      if (cell) {
        this.moved(cell, item, size, ports);
      } else {
        this.cards.set(item.key, new Card(item.key));
        fresh.push(this.graph.createNode(nodeOf(item, { size, ports })));
      }
      this.ports.set(item.key, ports.map(({ id, args }) => `${id} ${args.x} ${args.y}`).join());
    }
    if (this.entry && !this.graph.getCellById(ENTRY)) fresh.push(this.entryCell());
    if (fresh.length) this.graph.addCell(fresh);
  }

  moved(cell, item, size, ports) {
    const at = cell.getPosition();
    if (at.x !== item.x || at.y !== item.y) cell.setPosition(item.x, item.y);
    const { width, height } = cell.getSize();
    if (width !== size.width || height !== size.height) cell.resize(size.width, size.height);
    const word = ports.map(({ id, args }) => `${id} ${args.x} ${args.y}`).join();
    if (this.ports.get(item.key) !== word) cell.prop("ports/items", ports, { rewrite: true });
  }

  /* The mark from which each round of a loop's body begins. */
  entryCell() {
    const element = document.createElement("div");
    element.className = "sh-card sh-card-entry";
    element.textContent = "Each time round";
    this.cards.set(ENTRY, { element });
    const size = { width: 180, height: 36 };
    const ports = [{ id: "out:1", group: "out", args: { x: size.width / 2, y: size.height } }];
    const item = { key: ENTRY, raw: {}, ...this.entry };
    return this.graph.createNode({ ...nodeOf(item, { size, ports }), still: true });
  }

  draw(items = this.shown()) {
    const { store } = this;
    for (const item of items) {
      this.cards.get(item.key)?.show(store, item, store.selection.has(item.key), this.marks.get(item.key));
    }
  }

  wires(items) {
    const there = new Set(items.map(({ key }) => key));
    const found = new Map();
    const add = (from, output, targets, source) => {
      for (const target of targets) {
        if (!there.has(target)) continue;
        const edge = edgeOf({ from, output, target }, source);
        found.set(edge.id, edge);
      }
    };
    for (const item of items) for (const { index, targets } of waysOf(item)) add(item.key, index, targets, item.key);
    const loop = this.entry && this.store.item(this.group);
    if (loop) add(loop.key, 1, loop.outputs[1]?.targets ?? [], ENTRY);
    return found;
  }

  connect(wires) {
    const fresh = [...wires.values()].filter(({ id }) => !this.graph.getCellById(id));
    if (fresh.length) this.graph.addCell(fresh.map((edge) => this.graph.createEdge(edge)));
  }
}
