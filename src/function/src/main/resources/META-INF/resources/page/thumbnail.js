// Small pictures of the photographs that are on the screen; one at a time, so that nothing else has to wait.

/** Of a thumbnail, in pixels; a card is about as high on a screen with two pixels to the point. */
const HEIGHT = 240;

/** How far below the screen thumbnails are made already. */
const AHEAD = '300px';

const shown = new Set();
const files = new WeakMap();
let busy = false;

const watch = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        shown.add(entry.target);
      } else {
        shown.delete(entry.target);
      }
    }
    work();
  },
  {rootMargin: AHEAD},
);

/** Draws the file on the canvas once that comes into view. */
export function drawWhenSeen(canvas, file) {
  files.set(canvas, file);
  watch.observe(canvas);
}

export function forget(canvas) {
  watch.unobserve(canvas);
  shown.delete(canvas);
}

async function work() {
  if (busy) {
    return;
  }
  busy = true;
  for (let canvas = first(); canvas !== undefined; canvas = first()) {
    forget(canvas);
    await draw(canvas, files.get(canvas));
  }
  busy = false;
}

function first() {
  return shown.values().next().value;
}

/** The browser decodes, turns and scales beside the page's own thread. What it cannot decode has no thumbnail. */
async function draw(canvas, file) {
  try {
    const bitmap = await createImageBitmap(file, {resizeHeight: HEIGHT, resizeQuality: 'medium'});
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    bitmap.close();
    canvas.classList.add('drawn');
  } catch {
    canvas.classList.add('undrawable');
  }
}
