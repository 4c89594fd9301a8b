// At most so many requests at a time, and patience with a server that is busy or being started anew.

/** Below what the server lets wait on a machine with one processor, and enough to keep several busy. */
const AT_A_TIME = 4;

/** How long a request is repeated before the queue stops and asks what to do, in milliseconds; a start takes seconds. */
const PATIENCE = 120_000;

/** Pauses before a server that does not answer is asked again, in milliseconds; the last one repeats. */
const PAUSES = [300, 600, 1200, 2500, 5000];

/**
 * Events: "away" (detail: why) when asking again is needed, "back" when the server answers again, "stopped" when patience ends.
 * It stops without an event when a key is needed, of which the key itself speaks.
 */
export class Queue extends EventTarget {
  #waiting = [];
  #running = 0;
  #away = 0;
  #stopped = false;

  /**
   * Adds work.
   *
   * @param {() => Promise<{away?: string, after?: number}>} request is repeated as long as it says that the server is away
   * @param {(outcome: object) => void} done is given what came of it, once
   * @param {boolean} next whether somebody looks at the screen and waits for it
   */
  add(request, done, next = false) {
    this.#waiting[next ? 'unshift' : 'push']({request, done});
    this.#next();
  }

  /** Forgets what has not begun. */
  clear() {
    this.#waiting = [];
    this.again();
  }

  /** Goes on after it has stopped. */
  again() {
    this.#stopped = false;
    this.#next();
  }

  #next() {
    while (!this.#stopped && this.#running < AT_A_TIME && this.#waiting.length > 0) {
      this.#run(this.#waiting.shift());
    }
  }

  async #run(work) {
    this.#running++;
    const outcome = await this.#patiently(work.request);
    this.#running--;
    if (outcome?.locked) {
      this.#waiting.unshift(work);
      this.#stopped = true;
    } else if (outcome === null) {
      this.#waiting.unshift(work);
      if (!this.#stopped) {
        this.#stopped = true;
        this.dispatchEvent(new Event('stopped'));
      }
    } else {
      work.done(outcome);
    }
    this.#next();
  }

  /** Null when patience came to its end. */
  async #patiently(request) {
    const end = performance.now() + PATIENCE;
    let outcome = await request();
    if (!outcome.away) {
      return outcome;
    }
    this.#away++;
    for (let attempt = 0; outcome.away && performance.now() < end && !this.#stopped; attempt++) {
      this.dispatchEvent(new CustomEvent('away', {detail: outcome.away}));
      await sleep(this.#pause(outcome, attempt));
      outcome = await request();
    }
    this.#away--;
    if (outcome.away) {
      return null;
    }
    if (this.#away === 0) {
      this.dispatchEvent(new Event('back'));
    }
    return outcome;
  }

  /** As long as the server says, or longer each time; spread, so that not all come back at once. */
  #pause(outcome, attempt) {
    const pause = outcome.after ? 1000 * outcome.after : PAUSES[Math.min(attempt, PAUSES.length - 1)];
    return pause * (1 + Math.random() / 4);
  }
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
