/* What part of the canvas is looked at, and which card has the focus. */

import { ENTRY } from "./measures.js";

const PADDING = 48;
const STEP = 1.25;
// Smaller than this nobody can read the cards, so a large workflow opens at its top.
const READABLE = 0.6;
// Leaves room for the trigger over the card where looking begins.
const ABOVE = 140;
const FRAMES = 20;
const GRID = 20;
const FEWER_DOTS = 0.5;

export class View {
  constructor(canvas) {
    this.canvas = canvas;
    this.graph = canvas.graph;
    this.tab = null;
    // The card where looking begins; the top of the workflow if there is none.
    this.start = null;
    for (const name of ["translate", "scale"]) this.graph.on(name, () => this.dots());
    canvas.store.on("focus-canvas", () => this.enter());
    canvas.store.on("change", () => this.keepTab());
    new ResizeObserver(() => this.resized()).observe(canvas.ground);
  }

  /* Show everything if it can be read, else where it begins. */
  open() {
    const { clientWidth: width, clientHeight: height } = this.canvas.ground;
    this.keepTab();
    // Beside the list the canvas has no size; it is opened when it gets one.
    this.isOpen = Boolean(width);
    this.size = `${width} ${height}`;
    const box = this.graph.getContentArea();
    if (!box.width || !width) return;
    this.graph.resize(width, height);
    const scale = Math.min(1, (width - 2 * PADDING) / box.width, (height - 2 * PADDING) / box.height);
    if (scale >= READABLE) {
      this.fit();
      this.opened = this.where();
      return;
    }
    this.graph.zoomTo(READABLE + 0.2);
    const { sx } = this.graph.transform.getScale();
    const { x, y } = this.beginning(box, box.width * sx <= width);
    this.graph.translate(width / 2 - x * sx, PADDING - y * sx);
    this.opened = this.where();
  }

  /* What comes to the middle of the upper edge. */
  beginning(box, isNarrow) {
    const start = this.graph.getCellById(this.start)?.getBBox();
    const first = start?.center.x ?? (this.canvas.sync.shown()[0]?.x ?? box.x) + 90;
    return {
      x: isNarrow ? box.x + box.width / 2 : first,
      y: start ? Math.max(box.y, start.y - ABOVE) : box.y,
    };
  }

  /* Panes came or went. Until somebody moves the canvas it is opened anew; later only
     what is selected stays in sight. */
  resized() {
    const { clientWidth, clientHeight } = this.canvas.ground;
    if (!this.isOpen || !clientWidth || this.size === `${clientWidth} ${clientHeight}`) return;
    this.size = `${clientWidth} ${clientHeight}`;
    if (this.where() === this.opened) this.open();
    this.reveal([...this.canvas.store.selection][0]);
  }

  where() {
    const { sx } = this.graph.transform.getScale();
    const { tx, ty } = this.graph.transform.getTranslation();
    return `${sx} ${tx} ${ty}`;
  }

  /* The ground's dots move and grow with what stands on it. */
  dots() {
    const { sx } = this.graph.transform.getScale();
    const { tx, ty } = this.graph.transform.getTranslation();
    const step = GRID * sx * (sx < FEWER_DOTS ? 5 : 1);
    const { style } = this.canvas.dots;
    style.backgroundPosition = `${tx}px ${ty}px`;
    style.backgroundSize = `${step}px ${step}px`;
  }

  fit() {
    this.graph.zoomToFit({ padding: PADDING, maxScale: 1 });
    this.graph.centerContent({ padding: PADDING });
  }

  run(what) {
    if (what === "zoom-in") this.zoom(STEP);
    if (what === "zoom-out") this.zoom(1 / STEP);
    if (what === "zoom-reset") this.graph.zoomTo(1);
    if (what === "fit") this.fit();
    if (what === "shown" && !this.isOpen) this.open();
    if (what === "reveal") this.reveal([...this.canvas.store.selection][0]);
  }

  zoom(factor) {
    const { clientWidth, clientHeight } = this.canvas.ground;
    const { sx } = this.graph.transform.getScale();
    // X6 wants the point that stays in place as the graph knows it.
    const center = this.graph.graphToLocal(clientWidth / 2, clientHeight / 2);
    this.graph.zoomTo(sx * factor, { center });
  }

  /* The middle of what is seen, in the document's coordinates. */
  middle() {
    const { clientWidth, clientHeight } = this.canvas.ground;
    return this.graph.graphToLocal(clientWidth / 2, clientHeight / 2);
  }

  /* Move as little as needed for a card to be seen. */
  reveal(key) {
    const cell = key && this.graph.getCellById(key);
    if (!cell) return;
    const box = this.graph.localToGraph(cell.getBBox());
    const { clientWidth, clientHeight } = this.canvas.ground;
    const shift = (from, size, whole) => {
      if (from < PADDING) return PADDING - from;
      return from + size > whole - PADDING ? Math.min(PADDING - from, 0, whole - PADDING - from - size) : 0;
    };
    const dx = shift(box.x, box.width, clientWidth);
    const dy = shift(box.y, box.height, clientHeight);
    if (dx || dy) this.graph.translateBy(dx, dy);
  }

  /* Give the focus to a card; quiet: without moving the canvas. */
  focus(key, { quiet = false } = {}) {
    const card = this.canvas.cards.get(key)?.element;
    if (!card) return;
    this.setTab(key);
    if (!quiet) this.reveal(key);
    this.whenThere(card, () => card.focus({ preventScroll: true }));
  }

  /* New cards reach the page with the next frames. */
  whenThere(card, act, frames = FRAMES) {
    if (card.isConnected) act();
    else if (frames) requestAnimationFrame(() => this.whenThere(card, act, frames - 1));
  }

  /* The focus comes to the canvas: to what is selected, else to where it was. */
  enter() {
    const [selected] = this.canvas.store.selection;
    const key = this.canvas.cards.has(selected) ? selected : this.tab;
    if (key) this.focus(key);
    else this.canvas.element.focus({ preventScroll: true });
  }

  /* Exactly one card is reached by Tab; the canvas itself only if it is empty. */
  setTab(key) {
    const old = this.canvas.cards.get(this.tab)?.element;
    if (old) old.tabIndex = -1;
    this.tab = key;
    const card = this.canvas.cards.get(key)?.element;
    if (card) card.tabIndex = 0;
    this.canvas.element.tabIndex = card ? -1 : 0;
  }

  keepTab() {
    const { cards, store } = this.canvas;
    const [selected] = store.selection;
    if (cards.has(selected)) this.setTab(selected);
    else if (!cards.has(this.tab)) this.setTab([...cards.keys()].find((key) => key !== ENTRY) ?? null);
  }
}
