// What a screen reader says, at a pace at which it can be listened to.

/** In milliseconds: hundreds of photographs are not read out one by one. */
const PACE = 4000;

const live = document.getElementById('live');
let last = 0;
let waiting = null;

/** Says it at once. */
export function say(sentence) {
  live.textContent = sentence;
}

/** Says the last of many, now and then. */
export function sayOfMany(sentence) {
  clearTimeout(waiting);
  waiting = setTimeout(
    () => {
      last = performance.now();
      say(sentence);
    },
    Math.max(0, last + PACE - performance.now()),
  );
}
