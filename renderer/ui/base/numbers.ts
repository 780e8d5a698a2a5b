/** Numbers as the page writes them: thin-space groups, bytes by 1024, shares as whole or one-decimal per cent. Pure. */

/** Narrow no-break space. */
const THIN = '\u202f';

/** 1234567 → `1 234 567`; numbers below 10 000 are grouped too, so that columns line up. */
export function groupDigits(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

/** 1 → `1 item`, 3 → `3 items`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}

/** Large counts for tight places: 4 310 stays, 1 234 567 → `1.2 M`. */
export function shortCount(count: number): string {
  if (count < 100_000) return groupDigits(count);
  if (count < 1e6) return `${Math.round(count / 1e3)} k`;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} M` : `${(count / 1e9).toFixed(1)} G`;
}

/** Whole bytes below 1 KiB, else three decimals as the reference; `short` gives one. */
export function bytesText(bytes: number, digits = 3): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  if (Math.abs(bytes) < 1024) return `${Math.round(bytes)} B`;
  let value = bytes;
  let unit = '';
  for (const next of units) {
    value /= 1024;
    unit = next;
    if (Math.abs(value) < 1024) break;
  }
  return `${value.toFixed(digits)} ${unit}`;
}

/** Share 0..1 → `63 %`; small ones keep a digit so that "some" never reads as "none". */
export function percentText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return '< 0.1 %';
  return `${percent < 9.95 && percent > 0 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** 1 → `1st`, 22 → `22nd`, 113 → `113th`. */
export function ordinalText(place: number): string {
  const tens = place % 100;
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${groupDigits(place)}${suffix}`;
}
