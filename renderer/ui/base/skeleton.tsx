/** What stands where an answer will be. */
import { useEffect, useState } from 'preact/hooks';
import { countOf } from './numbers.ts';

const SKELETON_AFTER_MS = 150;

/** Rows of grey where the fields will be; nothing for the first moment, so that quick answers do not flicker. */
export function Skeleton({ rows, label }: { rows: number; label: string }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isShown) return null;
  return (
    <div class="skeleton" role="status" aria-label={`${label}: loading ${countOf(rows, 'row')}`}>
      {Array.from({ length: rows }, (_, i) => <div key={i} class="skeleton-row" aria-hidden="true" />)}
    </div>
  );
}
