// Stops a script's clock, so that a run can be repeated as it was.
(function (now) {
  "use strict";
  const RealDate = Date;
  const { construct } = Reflect;
  RealDate.now = () => now;
  const Stopped = new Proxy(RealDate, {
    apply: () => new RealDate(now).toString(),
    construct: (target, values, made) =>
      construct(target, values.length ? values : [now], made === Stopped ? target : made),
  });
  RealDate.prototype.constructor = Stopped;
  globalThis.Date = Stopped;
})
