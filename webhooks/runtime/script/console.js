// The console of a script that names one. What it keeps are primitives in arrays
// without a prototype, so that no toJSON of the script's is asked for the logs.
(function (mostEntries, mostCharacters) {
  "use strict";
  const { stringify } = JSON;
  const { setPrototypeOf } = Object;
  const RealError = Error;
  const RealString = String;
  const uncurried = Function.prototype.bind.bind(Function.prototype.call);
  const slice = uncurried(String.prototype.slice);
  const logs = setPrototypeOf([], null);

  function shown(value) {
    try {
      if (typeof value === "string") { return value; }
      if (typeof value === "bigint") { return RealString(value) + "n"; }
      if (typeof value === "function") {
        return "[Function: " + (value.name || "anonymous") + "]";
      }
      if (value instanceof RealError) { return value.name + ": " + value.message; }
      const text = value && typeof value === "object" ? stringify(value) : undefined;
      return text === undefined ? RealString(value) : text;
    } catch {
      return "[a value that cannot be shown]";
    }
  }

  function joined(values) {
    let text = "";
    for (let index = 0; index < values.length; index += 1) {
      text += (index ? " " : "") + shown(values[index]);
    }
    return text.length > mostCharacters ? slice(text, 0, mostCharacters) + "… (cut)" : text;
  }

  function log(level, values) {
    const count = logs.length;
    if (count > mostEntries) { return; }
    logs[count] = setPrototypeOf(
      count < mostEntries
        ? [level, joined(values)]
        : ["warn", "… (only the first " + mostEntries + " entries are kept)"],
      null
    );
  }

  globalThis.console = {
    log(...values) { log("log", values); },
    info(...values) { log("info", values); },
    warn(...values) { log("warn", values); },
    error(...values) { log("error", values); },
    debug(...values) { log("debug", values); },
  };

  return () => stringify(logs);
})
