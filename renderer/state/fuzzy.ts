/** How well a few typed letters name a text. Pure. */

/** Higher is better; undefined = the letters are not in the text in this order. Letters at starts of words and runs of letters count more. */
export function fuzzyScore(query: string, text: string): number | undefined {
  const [needle, hay] = [query.toLowerCase().replaceAll(/\s+/g, ''), text.toLowerCase()];
  let score = 0;
  let at = 0;
  let last = -2;
  for (const letter of needle) {
    const found = bestPlace(hay, letter, at, last);
    if (found < 0) return undefined;
    if (found === last + 1) score += 8;
    else if (isWordStart(hay, found)) score += 6;
    else score -= Math.min(4, found - at);
    last = found;
    at = found + 1;
  }
  // Of equals the shorter one, which has less that was not typed.
  return score - hay.length / 100;
}

/** Right behind the letter before, else at the start of a later word, else anywhere; -1 = nowhere. */
function bestPlace(hay: string, letter: string, from: number, last: number): number {
  if (hay[from] === letter && from === last + 1) return from;
  for (let i = hay.indexOf(letter, from); i >= 0; i = hay.indexOf(letter, i + 1)) if (isWordStart(hay, i)) return i;
  return hay.indexOf(letter, from);
}

function isWordStart(text: string, i: number): boolean {
  return i === 0 || !/[\p{L}\p{N}]/u.test(text[i - 1]);
}
