/* How long a caller still waits: the server says for how long, the clock of the
   reader's machine need not be right. Says so once when the time is over. */
import { enhance } from "./fragments.js";

const AFTER_THE_END_MS = 700;

function run(element) {
  const ends = performance.now() + Number(element.dataset.countdown) * 1000;
  const words = element.querySelector("[data-left]");
  delete element.dataset.countdown;
  const timer = setInterval(tick, 250);

  function tick() {
    if (!element.isConnected) {
      clearInterval(timer);
      return;
    }
    const left = Math.max(0, ends - performance.now());
    words.textContent = `${Math.ceil(left / 1000)} s`;
    if (left > 0) return;
    clearInterval(timer);
    // The server needs a moment to write down how it ended.
    setTimeout(() => {
      if (element.isConnected) element.dispatchEvent(new CustomEvent("switchhook:due", { bubbles: true }));
    }, AFTER_THE_END_MS);
  }
}

enhance((root) => {
  for (const element of root.querySelectorAll("[data-countdown]")) run(element);
});
