// Says what a script threw, which may be anything: reading it may run more of the
// script. An object without a prototype has no toJSON that a script could change.
(function (host) {
  "use strict";
  const { thrown, stringify, slice } = host();
  const cut = (text, most) => (text.length > most ? slice(text, 0, most) + "…" : text);
  const report = { __proto__: null, name: "Error", message: "", stack: "" };
  try {
    if (thrown instanceof Error) {
      report.message = cut("" + thrown.message, 4096);
      report.name = cut("" + thrown.name, 100);
      if (typeof thrown.stack === "string") { report.stack = cut(thrown.stack, 16384); }
    } else if (thrown === null) {
      // The engine's own, when it has no memory left for an error.
      report.name = "InternalError";
      report.message = "out of memory";
    } else {
      const json = typeof thrown === "object" ? stringify(thrown) : undefined;
      report.message = cut(json === undefined ? String(thrown) : json, 4096);
    }
  } catch {
    report.message = report.message || "The script threw a value that cannot be shown.";
  }
  return stringify(report);
})
