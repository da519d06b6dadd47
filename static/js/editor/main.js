/* Puts the workflow editor together: one store, and parts that listen to it. */

import { makeApi } from "./api.js";
import { mountBar } from "./bar.js";
import { mountCanvas } from "./canvas/canvas.js";
import { mountClipboard } from "./clipboard.js";
import { mountFlashes } from "./flashes.js";
import { mountForm } from "./form/form.js";
import { mountFreshNames } from "./fresh_names.js";
import { mountPalette } from "./palette.js";
import { mountPanels } from "./panels.js";
import { mountChecking } from "./panes/checking.js";
import { mountDebug } from "./panes/debug.js";
import { mountList } from "./panes/list.js";
import { mountSaving } from "./panes/saving.js";
import { mountTest } from "./panes/test.js";
import { mountProblems } from "./problems.js";
import { mountShortcuts } from "./shortcuts.js";
import { Store } from "./store.js";

const data = JSON.parse(document.querySelector("#editor-data").textContent);
const answer = await fetch(data.typesUrl, { credentials: "same-origin" });
const store = new Store(data, await answer.json());
const api = makeApi(data.urls);
const place = (name) => document.querySelector(`#editor-${name}`);

mountPalette(place("palette"), store);
mountCanvas(place("canvas"), store);
mountList(place("list"), store);
mountForm(place("form"), store, api);
mountTest(place("test"), store, api);
mountDebug(place("debug"), store, api);
mountChecking(store, api);
mountSaving(place("saving"), store, api);
mountBar(place("bar"), store);
mountProblems(place("problems"), store);
mountPanels(store);
mountShortcuts(store);
mountClipboard(store);
mountFreshNames(store, api);
mountFlashes();
document.documentElement.dataset.editor = "ready";
