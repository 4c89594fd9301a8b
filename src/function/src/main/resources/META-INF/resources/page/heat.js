// A heat map over a photograph: what speaks for the label, and what against it.

/** Red, green, blue of what speaks for the label and against it; told apart by people who see red and green alike. */
const FOR = [230, 97, 1];
const AGAINST = [43, 87, 214];

/** Values nearer to 0 than this say nothing, and are not named in words. */
const FAINT = 0.15;

/** Of the drawn map, in pixels, on its longer side: it is smooth, and stretched over larger pictures. */
const LONGEST = 1024;

/**
 * Draws the map; what the network did not see is shaded.
 *
 * @param {HTMLCanvasElement} canvas is given the size of the picture, at most LONGEST on its longer side
 * @param {{columns: number, rows: number, values: number[], area: {x: number, y: number, width: number, height: number}}} map
 * @param {{width: number, height: number}} image the upright picture
 */
export function draw(canvas, map, image) {
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext('2d');
  const {x, y, width, height} = map.area;
  context.fillStyle = 'rgb(0 0 0 / 55%)';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.clearRect(x * scale, y * scale, width * scale, height * scale);
  context.save();
  context.beginPath();
  context.rect(x * scale, y * scale, width * scale, height * scale);
  context.clip();
  context.imageSmoothingQuality = 'high';
  context.drawImage(grid(map), x * scale, y * scale, width * scale, height * scale);
  context.restore();
}

/** The map as a picture with a pixel for each value. */
function grid(map) {
  const canvas = document.createElement('canvas');
  canvas.width = map.columns;
  canvas.height = map.rows;
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(map.columns, map.rows);
  map.values.forEach((value, index) => {
    const colour = value >= 0 ? FOR : AGAINST;
    pixels.data.set([...colour, Math.round(255 * Math.min(1, Math.abs(value)))], 4 * index);
  });
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** The same for those who do not see it. */
export function describe(map, positive) {
  const most = strongest(map, 1);
  const least = strongest(map, -1);
  const sentences = [];
  if (most !== null) {
    sentences.push(`What speaks most for ${positive} is ${most}.`);
  }
  if (least !== null) {
    sentences.push(`What speaks most against it is ${least}.`);
  }
  return sentences.length > 0 ? sentences.join(' ') : `Nothing speaks clearly for ${positive} or against it.`;
}

function strongest(map, sign) {
  let at = -1;
  map.values.forEach((value, index) => {
    if (sign * value > FAINT && (at < 0 || sign * value > sign * map.values[at])) {
      at = index;
    }
  });
  if (at < 0) {
    return null;
  }
  const row = third(Math.floor(at / map.columns), map.rows, ['at the top', 'in the middle', 'at the bottom']);
  const column = third(at % map.columns, map.columns, ['left', '', 'right']);
  return column === '' ? row : `${row} ${column}`;
}

function third(index, count, names) {
  return names[Math.min(2, Math.floor((3 * (index + 0.5)) / count))];
}
