// How numbers and labels are written for people.

/** A probability, never rounded to certainty. */
export function percent(probability) {
  const percent = 100 * probability;
  if (percent > 99.9 && percent < 100) {
    return '> 99.9 %';
  }
  if (percent > 0 && percent < 0.1) {
    return '< 0.1 %';
  }
  return `${percent.toFixed(1)} %`;
}

/** A label of the model: not_car reads "not car". */
export function words(label) {
  return label.replaceAll('_', ' ');
}

export function millis(milliseconds) {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
