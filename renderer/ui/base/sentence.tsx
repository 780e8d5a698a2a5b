/** A sentence of the engine: what it quotes in backticks, to be typed or found in a log, stands in the face of code. Text stays text. */
export function Sentence({ text }: { readonly text: string }) {
  const parts = text.split('`');
  // An odd backtick is one that the text itself holds.
  if (parts.length % 2 === 0) return <>{text}</>;
  return <>{parts.map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</>;
}
