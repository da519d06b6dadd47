// Runs the script of a fresh context. Becomes one line, like its neighbours: a
// comment must have a line of its own, and every statement its semicolon.
//
// Parsing this is most of what a run costs, so what not every script needs is in
// the files beside it. What is used after the script ran is taken before, because
// a script may change every built-in.
(function () {
  "use strict";
  const { parse, stringify } = JSON;
  const uncurried = Function.prototype.bind.bind(Function.prototype.call);
  const slice = uncurried(String.prototype.slice);
  const RealPromise = Promise;
  let thrown;

  function reviveTime(payload) {
    const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
    const own = payload && typeof payload === "object" && Object.hasOwn(payload, "time");
    if (own && typeof payload.time === "string" && isDate.test(payload.time)) {
      const time = new Date(payload.time);
      if (time.getTime() === time.getTime()) { payload.time = time; }
    }
  }

  function checked(value) {
    const type = typeof value;
    if (type === "function" || type === "symbol") {
      throw new TypeError("A " + type + " cannot be the payload.");
    }
    if (value instanceof RealPromise) {
      throw new TypeError("A Promise cannot be the payload: nothing waits for it.");
    }
    return value;
  }

  return function (factory, json, revive) {
    if (!factory) { return { thrown, stringify, slice }; }
    const payload = parse(json);
    if (revive) { reviveTime(payload); }
    try {
      let kept;
      const returned = factory((variables) => { kept = variables; })(payload);
      if (!kept) { throw new SyntaxError("The script closes a bracket it did not open."); }
      return stringify(checked(returned === undefined ? kept[0] : returned));
    } catch (problem) {
      thrown = problem;
      return true;
    }
  };
})()
