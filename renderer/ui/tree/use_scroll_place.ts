/** Keeps a column of labels where its timelines are: both follow `tree.scrollTop`. */
import { effect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { TrackTree } from '../../state/app.ts';

export function useScrollPlace({ scrollTop }: Pick<TrackTree, 'scrollTop'>, scroller: RefObject<HTMLElement | null>): void {
  // At once and not after the next render: labels keep to their tracks, and a scroll event of ours never carries an older place back.
  useLayoutEffect(() => effect(() => {
    const top = scrollTop.value;
    if (scroller.current) scroller.current.scrollTop = top;
  }), [scrollTop]);
  // The height of the content may change in the same breath as the position: set it again once the rows are in the page.
  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop = scrollTop.peek();
  });
}
