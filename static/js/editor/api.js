/* The editor's calls to the server: JSON over the page's session. */

export class Refused extends Error {
  constructor(status, body) {
    super(body?.error?.message ?? `The server answered with ${status}.`);
    this.status = status;
    this.problems = body?.error?.problems ?? body?.problems ?? [];
    this.body = body ?? {};
  }
}

// What the server calls a form token that is not the session's.
const STALE = "Bad Request";
const SIGNED_OUT = "You are not signed in any more. Sign in again in another tab, then try again. Nothing here is lost.";
const OFFLINE = "The server cannot be reached. Nothing is lost; try again in a moment.";
let token = tokenOf(document);

function tokenOf(page) {
  return page.querySelector("meta[name=csrf-token]")?.content ?? "";
}

/* Whoever signed in again in another tab has another token than this page was made with. */
async function renewToken() {
  const answer = await reach(location.pathname, {});
  if (answer.redirected) throw new Refused(401, { error: { message: SIGNED_OUT } });
  token = tokenOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

/* The island of data that the page would have if it were opened now. */
async function pageData() {
  const answer = await reach(location.pathname, {});
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return JSON.parse(page.querySelector("#editor-data").textContent);
}

async function reach(address, options) {
  try {
    return await fetch(address, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, { error: { message: OFFLINE } });
  }
}

async function ask(address, options) {
  const answer = await reach(address, options);
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  const body = isJson ? await answer.json() : null;
  if (answer.redirected && !isJson) {
    throw new Refused(401, { error: { message: SIGNED_OUT } });
  }
  if (!answer.ok) throw new Refused(answer.status, body);
  return body;
}

async function post(address, body, signal) {
  try {
    return await send(address, body, signal);
  } catch (error) {
    if (error.body?.error?.type !== STALE) throw error;
    await renewToken();
    return send(address, body, signal);
  }
}

function send(address, body, signal) {
  return ask(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
    signal,
  });
}

/* urls: those of the page's island. Every function rejects with Refused. */
export function makeApi(urls) {
  return {
    urls,
    pageData,
    check: (document, signal) => post(urls.check, document, signal),
    save: (body) => post(urls.save, body),
    preview: (body, signal) => post(urls.preview, body, signal),
    dryRun: (body, signal) => post(urls.dryRun, body, signal),
    samples: (webhooks = []) => {
      const query = webhooks.map((id) => `webhook=${encodeURIComponent(id)}`).join("&");
      return ask(query ? `${urls.samples}?${query}` : urls.samples);
    },
    sample: (deliveryId) => ask(`${urls.samples}/${encodeURIComponent(deliveryId)}`),
    triggerSample: (type, key = "") =>
      ask(`${urls.samples}/trigger/${encodeURIComponent(type)}?key=${encodeURIComponent(key)}`),
    trace: (runId) => ask(`${urls.run.replace("RUN", encodeURIComponent(runId))}/trace`),
    retry: (runId, body) => post(`${urls.run.replace("RUN", encodeURIComponent(runId))}/retry`, body),
  };
}
