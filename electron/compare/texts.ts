/** Words and figures of reports. Pure. */

/** `+12.345 ms`, `−1.643 s`: three digits after the point, rounded; the sign always. */
export function signedTime(ns: number): string {
  return `${ns < 0 ? '−' : '+'}${plainTime(Math.abs(ns))}`;
}

/** `12.345 ms`: rounded, unlike the times of the timeline, which are cut off. */
export function plainTime(ns: number): string {
  const [unit, size] = ns >= 1e9 ? ['s', 1e9] as const : ns >= 1e6 ? ['ms', 1e6] as const : ns >= 1e3 ? ['us', 1e3] as const : ['ns', 1] as const;
  return `${size === 1 ? ns : (ns / size).toFixed(3)} ${unit}`;
}

/** `−1 642 909 542 ns`. */
export function exactTime(ns: number): string {
  return `${ns < 0 ? '−' : '+'}${grouped(Math.abs(ns))} ns`;
}

/** Digits in groups of three, by blanks. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** Columns padded to their widest cell, blanks between; `right`: columns that end flush. */
export function columns(rows: readonly (readonly string[])[], right: ReadonlySet<number>): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, [...cell].length)));
  return rows.map((row) => row.map((cell, i) => {
    const gap = ' '.repeat(widths[i] - [...cell].length);
    return right.has(i) ? gap + cell : cell + gap;
  }).join('  ').trimEnd());
}

/** At most `most` characters, the middle left out. */
export function shortened(text: string, most: number): string {
  const letters = [...text.replace(/\s+/g, ' ')];
  if (letters.length <= most) return letters.join('');
  const head = Math.ceil((most - 1) / 2);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (most - 1 - head)).join('')}`;
}
