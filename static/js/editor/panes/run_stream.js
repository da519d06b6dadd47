/* The workflow's runs as the server tells them, from one connection to the next:
   nothing is missed, and the same state of a run is told once. */

const RETRY_MS = 4000;

export class RunStream {
  /* heard(run) gets each run, missed(count) how many were too many to be told,
     said(text, isOn) the state of the connection in words. */
  constructor(address, { heard, missed, said }) {
    Object.assign(this, { address, heard, missed, said, last: "", timer: 0 });
    this.open();
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.open();
    });
  }

  open() {
    this.close();
    const query = this.last ? `?after=${encodeURIComponent(this.last)}` : "";
    const source = new EventSource(this.address + query);
    this.source = source;
    source.addEventListener("open", () => this.said("Live", true));
    source.addEventListener("error", () => this.failed());
    source.addEventListener("run", (event) => {
      this.last = event.lastEventId || this.last;
      this.heard(JSON.parse(event.data));
    });
    source.addEventListener("mark", (event) => {
      this.last = event.lastEventId;
    });
    source.addEventListener("more", (event) => this.missed(JSON.parse(event.data).count));
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
  }

  /* The browser connects again by itself unless the server answered with a refusal. */
  failed() {
    this.said("Not connected. Trying again …", false);
    if (this.source.readyState === EventSource.CLOSED) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.open(), RETRY_MS);
    }
  }
}
