/* Lets the server check the draft while somebody works on it. The newest draft wins:
   a check that is still under way is given up. */

const PAUSE_MS = 300;

/* Check after each change, and tell the store what is wrong and what is led out. */
export function mountChecking(store, api) {
  if (!store.canEdit) return;
  let timer = 0;
  let running = null;
  let failed = false;

  async function check() {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    try {
      const { problems, outputs } = await api.check(store.document, mine.signal);
      if (running !== mine) return;
      failed = false;
      store.setProblems(problems, outputs);
    } catch (error) {
      if (running === mine && error.name !== "AbortError") complain(error);
    }
  }

  function complain(error) {
    if (!failed) store.tell("announce", `The workflow could not be checked. ${error.message}`);
    failed = true;
  }

  store.on("change", () => {
    running?.abort();
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE_MS);
  });
}
