/**
 * Numbers as the reference prints them. Rust rounds exact ties to the even digit, JavaScript away from zero: 3.125 is 3.12 there and
 * 3.13 here. Pure.
 */

/** Digits behind the point within which the exact value of any double that is a tie ends. */
const EXACT_DIGITS = 40;

/** Rust's `{:.digits}`. @param value finite or NaN, |value| < 1e21 */
export function fixedText(value: number, digits: number): string {
  const text = value.toFixed(digits);
  // A tie has an odd digit as its neighbour after rounding away, and a five and nothing else behind.
  if (!/[13579]$/.test(text) || !isTie(value.toFixed(digits + EXACT_DIGITS), EXACT_DIGITS)) return text;
  return value.toFixed(digits + EXACT_DIGITS).slice(0, -EXACT_DIGITS).replace(/\.$/, '');
}

/** Rust's `{:.3e}`: `1.234e6`. @param value finite */
export function exponentText(value: number): string {
  const text = value.toExponential(3);
  const [mantissa, exponent] = text.split('e');
  const [exact] = value.toExponential(3 + EXACT_DIGITS).split('e');
  const rounded = /[13579]$/.test(mantissa) && isTie(exact, EXACT_DIGITS) ? exact.slice(0, -EXACT_DIGITS) : mantissa;
  return `${rounded}e${exponent.replace('+', '')}`;
}

function isTie(exact: string, behind: number): boolean {
  return /^50*$/.test(exact.slice(-behind));
}
