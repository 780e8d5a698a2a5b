/** A share as a bar behind its text; the text says it for those who do not see the bar. */
export function Bar({ share, text }: { readonly share: number; readonly text: string }) {
  return (
    <span class="bar">
      <span class="bar-fill" aria-hidden="true" style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
      <span class="bar-text">{text}</span>
    </span>
  );
}
