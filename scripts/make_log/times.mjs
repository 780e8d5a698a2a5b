// Dividing a stretch of time: whole ns, nothing touching.

/** The place between two times, whole ns. */
export function at(start, stop, fraction) {
  return Math.floor(start + (stop - start) * fraction);
}

/** The i-th of n equal parts of [from, to), a tenth free at each side: whole ns, start < stop. */
export function cell(from, to, i, n) {
  const width = (to - from) / n;
  const start = Math.ceil(from + width * (i + 0.1));
  return [start, Math.max(start + 1, Math.floor(from + width * (i + 0.9)))];
}
