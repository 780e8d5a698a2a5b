/** Regular expressions of queries. A link from somebody else may hold one, and a bad one runs for ever: what could is refused. Pure. */

const MAX_LENGTH = 200;

/** Why the pattern cannot be used, as a sentence; undefined if it can. */
export function regexProblem(source: string): string | undefined {
  if (source.length > MAX_LENGTH) return `A pattern has at most ${MAX_LENGTH} characters.`;
  try {
    // Tried only: what it means is the engine's.
    void new RegExp(source, 'iu');
  } catch (error) {
    return `This is no regular expression: ${(error as Error).message.replace(/^Invalid regular expression: /, '')}.`;
  }
  if (/\\[1-9k]/.test(source)) return 'References to earlier groups (\\1) are not supported.';
  return hasNestedRepetition(source) ? 'A repetition of a group that itself repeats or chooses, as in (a+)+ or (a|b)*, can take for ever; write it without.' : undefined;
}

/** @throws never for a pattern that `regexProblem` lets pass */
export function queryRegex(source: string, hasCase = false): RegExp {
  return new RegExp(source, hasCase ? 'u' : 'iu');
}

/** A group that holds a repetition or a choice and is itself repeated without limit or often. */
function hasNestedRepetition(source: string): boolean {
  const groups: boolean[] = [];
  let isInClass = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === '\\') i++;
    else if (isInClass) isInClass = c !== ']';
    else if (c === '[') isInClass = true;
    else if (c === '(') groups.push(false);
    else if (c === ')') {
      const isRisky = groups.pop() ?? false;
      if (isRisky && isRepetition(source, i + 1)) return true;
      if (isRisky && groups.length > 0) groups[groups.length - 1] = true;
    } else if ((c === '|' || isRepetition(source, i)) && groups.length > 0) groups[groups.length - 1] = true;
  }
  return false;
}

function isRepetition(source: string, at: number): boolean {
  return source[at] === '*' || source[at] === '+' || /^\{\d+(?:,\d*)?\}/.test(source.slice(at, at + 12));
}
