// The API key, for servers that ask for one. It is kept for this tab, until the tab is closed.

const PLACE = 'car-or-not.key';

/** What the tab keeps; undefined where people have forbidden pages to keep anything, and then the page's memory has to do. */
function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}

/** Event "needed" (detail: whether there was one and the server does not know it). */
class Key extends EventTarget {
  #storage = storage();
  #value = this.#storage?.getItem(PLACE) ?? null;
  /** Whether somebody has been asked for it already. */
  #isNeeded = false;

  /** The key; null while there is none. */
  get value() {
    return this.#value;
  }

  set value(value) {
    this.#value = value;
    this.#isNeeded = false;
    this.#storage?.setItem(PLACE, value);
  }

  /**
   * The server let nobody in with that. False when there is another one by now.
   *
   * @param {string | null} used
   */
  refused(used) {
    if (this.#value !== null && this.#value !== used) {
      return false;
    }
    // Several requests are under way at a time, and one question is enough.
    if (!this.#isNeeded) {
      this.#isNeeded = true;
      this.#value = null;
      this.#storage?.removeItem(PLACE);
      this.dispatchEvent(new CustomEvent('needed', {detail: used !== null}));
    }
    return true;
  }
}

export const key = new Key();
