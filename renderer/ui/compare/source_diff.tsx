/** The source lines that launched a pair. The sources themselves are shown where the engine can read them. */
import type { ItemDetails } from '../../../electron/protocol/engine_api.ts';

export function SourceDiff({ a, b }: { readonly a: ItemDetails; readonly b: ItemDetails }) {
  if (!a.source && !b.source) return null;
  const text = (source: ItemDetails['source']): string => (source ? `${source.file}:${source.line}` : 'not recorded');
  const isSame = text(a.source) === text(b.source);
  return <p class="muted" data-testid="pair-source">{isSame ? `Both were launched by ${text(a.source)}.` : `Launched by ${text(a.source)} in A and by ${text(b.source)} in B.`}</p>;
}
