/** The tree as parts of the picture: which rows are open, how high they are, and which one is on top. */
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Row } from './app.ts';
import { decodeText, encodeSlug, readSlugs, writeSlugs } from './link_text.ts';
import { HEIGHT_LIMITS, type TreeChoices } from './tree_layout.ts';
import type { AnyPart, ViewPart } from './view_parts.ts';

export interface TreeState {
  readonly choices: ReadonlySignal<TreeChoices>;
  readonly rows: ReadonlySignal<readonly Row[]>;
  readonly scrollTop: Signal<number>;
  change(next: Partial<TreeChoices>): void;
}

export function treeParts({ choices, rows, scrollTop, change }: TreeState): AnyPart[] {
  /** Rows that the user opened (true) or closed, by slug. */
  const open: ViewPart<ReadonlyMap<string, boolean>> = {
    key: 'open', undo: 'step', initial: { value: new Map() },
    read: () => choices.value.open,
    show: (value) => change({ open: value }),
    toText: (value) => (value.size === 0 ? null : [...value].map(([slug, isOpen]) => `${isOpen ? '' : '-'}${encodeSlug(slug)}`).join(',')),
    fromText: readOpen,
  };
  const scale: ViewPart<number> = {
    key: 'rows', undo: 'step', initial: { value: 1 },
    read: () => choices.value.scale,
    show: (value) => change({ scale: value }),
    toText: (value) => (value === 1 ? null : String(value)),
    fromText: (text) => ([0.25, 0.5, 1, 2, 4].find((step) => String(step) === text)),
  };
  const full: ViewPart<ReadonlySet<string>> = {
    key: 'full', undo: 'step', initial: { value: new Set() },
    read: () => choices.value.unfitted,
    show: (value) => change({ unfitted: value }),
    toText: writeSlugs,
    fromText: (text) => {
      const slugs = readSlugs(text);
      return slugs && new Set(slugs);
    },
  };
  const scroll: ViewPart<number> = {
    key: 'y', undo: { joins: 'pan' },
    read: () => scrollTop.value,
    show: (value) => {
      scrollTop.value = value;
    },
    toText: () => null,
    fromText: (text) => (/^\d{1,7}$/.test(text) ? Number(text) : undefined),
  };
  /** Row at the top: its height in px means the same at any density. */
  const top: ViewPart<string> = {
    key: 'top', undo: 'none',
    read: () => (scrollTop.value === 0 ? '' : rows.value.findLast((row) => row.y <= scrollTop.value)?.slug ?? ''),
    show: (slug) => {
      const row = rows.peek().find((candidate) => candidate.slug === slug);
      if (row) scrollTop.value = row.y;
      return row !== undefined;
    },
    toText: (slug) => (slug === '' ? null : encodeSlug(slug)),
    fromText: decodeText,
  };
  const hidden: ViewPart<ReadonlySet<string>> = {
    key: 'hide', undo: 'step', initial: { value: new Set() },
    read: () => choices.value.hidden,
    show: (value) => change({ hidden: value }),
    toText: writeSlugs,
    fromText: (text) => {
      const slugs = readSlugs(text);
      return slugs && new Set(slugs);
    },
  };
  const pinned: ViewPart<readonly string[]> = {
    key: 'pin', undo: 'step', initial: { value: [] },
    read: () => choices.value.pinned,
    show: (value) => change({ pinned: value }),
    toText: (value) => writeSlugs(new Set(value)),
    fromText: readSlugs,
  };
  /** `n0:n0/utility,n0/cpu;n1:…`: rows under a row. */
  const order: ViewPart<TreeChoices['order']> = {
    key: 'order', undo: 'step', initial: { value: new Map() },
    read: () => choices.value.order,
    show: (value) => change({ order: value }),
    toText: (value) => (value.size === 0 ? null : [...value].map(([slug, rowsBelow]) => `${encodeSlug(slug)}:${rowsBelow.map(encodeSlug).join(',')}`).join(';')),
    fromText: readOrder,
  };
  /** `n0/cpu/c1:1.5,…`: rows and how many times as high as usual they are. */
  const heights: ViewPart<TreeChoices['heights']> = {
    key: 'height', undo: { joins: 'height' }, initial: { value: new Map() },
    read: () => choices.value.heights,
    show: (value) => change({ heights: value }),
    toText: (value) => (value.size === 0 ? null : [...value].map(([slug, times]) => `${encodeSlug(slug)}:${times}`).join(',')),
    fromText: readHeights,
  };
  const bytes: ViewPart<ReadonlySet<string>> = {
    key: 'bytes', undo: 'step', initial: { value: new Set() },
    read: () => choices.value.asBytes,
    show: (value) => change({ asBytes: value }),
    toText: writeSlugs,
    fromText: (text) => {
      const slugs = readSlugs(text);
      return slugs && new Set(slugs);
    },
  };
  return [open, scale, heights, bytes, full, hidden, pinned, order, scroll, top];
}

function readOrder(text: string): Map<string, readonly string[]> | undefined {
  const entries = text.split(';').map((part) => {
    const [slug, below] = part.split(':');
    return [decodeText(slug), readSlugs(below ?? '')] as const;
  });
  return entries.every((entry): entry is readonly [string, string[]] => entry[0] !== undefined && entry[1] !== undefined) ? new Map(entries) : undefined;
}

function readHeights(text: string): Map<string, number> | undefined {
  const entries = text.split(',').filter((part) => part !== '').map((part) => {
    const [slug, times] = part.split(':');
    return [decodeText(slug), /^\d(\.\d{1,2})?$/.test(times ?? '') ? Number(times) : NaN] as const;
  });
  return entries.every((entry): entry is readonly [string, number] => entry[0] !== undefined && entry[1] >= HEIGHT_LIMITS[0] && entry[1] <= HEIGHT_LIMITS[1]) ? new Map(entries) : undefined;
}

function readOpen(text: string): Map<string, boolean> | undefined {
  const entries = text.split(',').filter((part) => part !== '').map((part) => {
    const isClosed = part.startsWith('-');
    return [decodeText(isClosed ? part.slice(1) : part), !isClosed] as const;
  });
  return entries.every((entry): entry is readonly [string, boolean] => entry[0] !== undefined) ? new Map(entries) : undefined;
}
