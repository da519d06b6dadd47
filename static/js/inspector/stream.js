/* Rows as the server sends them, from the last one seen on, over any interruption.
   What the browser's own reconnecting gives up on (a server that starts again
   answers with an error for a moment) is opened anew here. */
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 20000;

/* Returns why it makes no sense to try again, or an empty text. */
async function reasonToStop() {
  try {
    const response = await fetch(location.href, { method: "HEAD", redirect: "manual" });
    if (response.type === "opaqueredirect") return "Signed out. Reload the page.";
    if (response.status === 403 || response.status === 404) {
      return "Not live any more. Reload the page.";
    }
  } catch {
    return "";
  }
  return "";
}

function rowsOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.querySelectorAll("[data-delivery]")];
}

/* `take.rows(elements)` and `take.many(count)` get what comes, `take.state(text, on)`
   how the connection is. Returns a function that ends it. */
export function follow(address, take) {
  const url = new URL(address, location.href);
  let newest = Number(url.searchParams.get("after"));
  let delay = FIRST_DELAY_MS;
  let source = null;
  let timer = 0;
  let isOver = false;

  function seen(event) {
    const before = newest;
    newest = Math.max(newest, Number(event.lastEventId) || 0);
    return newest - before;
  }

  async function again() {
    const reason = await reasonToStop();
    if (isOver) return;
    take.state(reason || "Reconnecting …", false);
    if (reason) return;
    timer = setTimeout(open, delay);
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  }

  function open() {
    url.searchParams.set("after", newest);
    source = new EventSource(url);
    source.addEventListener("open", () => {
      delay = FIRST_DELAY_MS;
      take.state("Live", true);
    });
    source.addEventListener("error", () => {
      take.state("Reconnecting …", false);
      if (source.readyState === EventSource.CLOSED) again();
    });
    source.addEventListener("rows", (event) => {
      seen(event);
      take.rows(rowsOf(event.data));
    });
    source.addEventListener("many", (event) => {
      // Some of them may have come before; numbers are shared with other webhooks.
      take.many(Math.min(Number(event.data), seen(event)));
    });
  }

  function close() {
    isOver = true;
    clearTimeout(timer);
    source.close();
  }

  open();
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  return close;
}
