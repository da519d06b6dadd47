/* The controls of a form by the pointers of what they edit, and the problems of an
   item given out to them. */

export class Controls {
  constructor() {
    this.known = new Set();
    // What a control itself finds wrong before anything is written.
    this.own = new Map();
  }

  add(place, frame) {
    this.known.add({ place, frame, wasThere: false });
  }

  /* Forget the controls that have left the page; new ones are on their way to it. */
  prune() {
    for (const each of this.known) {
      if (each.frame.element.isConnected) each.wasThere = true;
      else if (each.wasThere) this.known.delete(each);
    }
  }

  /* problems: [{pointer, message, severity}]. Returns those that no control shows. */
  show(problems) {
    this.prune();
    const byFrame = new Map([...this.known].map(({ frame }) => [frame, []]));
    const left = [];
    for (const problem of problems) {
      const frame = this.nearest(problem.pointer);
      if (frame) byFrame.get(frame).push(problem);
      else left.push(problem);
    }
    for (const [frame, found] of byFrame) frame.show([...(this.own.get(frame) ?? []), ...found]);
    return left;
  }

  /* The innermost control at a pointer or around it, or null. */
  nearest(pointer) {
    let best = null;
    let length = 0;
    for (const { place, frame } of this.known) {
      for (const at of pointersOf(place)) {
        const isIn = pointer === at || pointer.startsWith(`${at}/`);
        if (isIn && at.length >= length && !frame.element.closest("[hidden]")) {
          best = frame;
          length = at.length;
        }
      }
    }
    return best;
  }
}

/* The engine looks at a trigger's meta as part of its configuration. */
function pointersOf(place) {
  const { pointer } = place;
  return pointer.startsWith("/meta/") ? [pointer, pointer.replace("/meta/", "/config/")] : [pointer];
}
