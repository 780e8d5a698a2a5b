/** Values as they stand in the tables of the reference's older page. Pure. */

/** Tab-separated, with the quotes of RFC 4180. */
export function tsvLine(values: readonly (string | number | bigint | undefined)[]): string {
  return values.map((value) => {
    const text = value === undefined ? '' : String(value);
    return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join('\t');
}

/** `238821.309`. @param ns whole */
export function microseconds(ns: number | undefined): string {
  return ns === undefined ? '' : `${Math.floor(ns / 1000)}.${String(ns % 1000).padStart(3, '0')}`;
}

/** @param color 0xRRGGBB */
export function hexColor(color: number): string {
  return `#${color.toString(16).padStart(6, '0')}`;
}
