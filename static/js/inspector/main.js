/* The inspector: its live list, the pane beside it, the test panel and the keys. */
import "./tabs.js";
import "./countdown.js";
import "../copy_from.js";
import "../sample.js";
import { whenFree } from "../pressed.js";
import { setUpDrawer } from "./drawer.js";
import { setUpKeys } from "./keys.js";
import { LiveList } from "./list.js";
import { Pane, hasRoom } from "./pane.js";
import { follow } from "./stream.js";

const inspector = document.querySelector("[data-inspector]");
const pane = new Pane(inspector);
const drawer = document.querySelector("#test-drawer");

if (drawer) setUpDrawer(drawer);
setUpKeys(inspector, pane, document.querySelector("#keys-dialog"));

const address = inspector.querySelector("[data-live]")?.dataset.live;
if (address) {
  const state = document.querySelector("#live-state");
  const list = new LiveList(inspector.querySelector(".sh-inspector-list"), pane.here, {
    changed: (id) => id === pane.id && pane.reload(),
    first: (row) => hasRoom() && !pane.id && pane.open(row.querySelector("a").href),
  });
  follow(address, {
    rows: (rows) => whenFree().then(() => list.take(rows)),
    many: (count) => whenFree().then(() => list.many(count)),
    state: (text, on) => {
      state.hidden = false;
      state.textContent = text;
      state.dataset.state = on ? "on" : "off";
    },
  });
}
