import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import type { EngineMethods } from '../../../../electron/protocol/engine_api.ts';
import type { ItemDetails } from '../../../../electron/protocol/item_api.ts';
import type { App, EngineClient, Hover, Selection, TimelineView, TrackTree } from '../../../../renderer/state/app.ts';
import { createCommandRegistry } from '../../../../renderer/state/commands.ts';
import { enrichHover } from '../../../../renderer/state/hover.ts';
import { createSelection } from '../../../../renderer/state/selection.ts';
import { selectCommands } from '../../../../renderer/state/select_commands.ts';

const item = (track: number, ordinal: number) => ({ track, ordinal, level: 0, title: `item ${ordinal}`, state: null, startNs: ordinal * 10, stopNs: ordinal * 10 + 5, life: { startNs: ordinal * 10, stopNs: ordinal * 10 + 5 } });

/** Item n waited for item n - 1. */
const details = (track: number, ordinal: number): ItemDetails => ({
  run: 'r', track, ordinal, type: 'task', title: `item ${ordinal}`, level: 0, startNs: ordinal * 10, stopNs: ordinal * 10 + 5, times: {},
  runningNs: 5, readyNs: 0, waitingNs: 0, waits: [], waitCount: 0, rank: null, source: null,
  fields: ordinal === 0
    ? [{ name: 'Creator', parts: [{ text: 'nothing before it' }], added: false }]
    : [{ name: 'Creator', parts: [{ link: { run: 'r', track, ordinal: ordinal - 1, title: '', startNs: (ordinal - 1) * 10, stopNs: 0 } }], added: false }],
});

function parts() {
  const asked: string[] = [];
  const client = {
    call: async (method: keyof EngineMethods, params: { track: number; ordinal: number }) => {
      asked.push(`${method} ${params.ordinal}`);
      return method === 'item.details' ? details(params.track, params.ordinal) : item(params.track, params.ordinal);
    },
  } as EngineClient;
  const revealed: number[] = [];
  const view = { span: signal({ startNs: 0, stopNs: 100 }), set: () => undefined } as never as TimelineView;
  const tree = { reveal: (track: number) => revealed.push(track) } as never as TrackTree;
  return { client, asked, revealed, view, tree, selection: createSelection(client, 'r', view, tree) };
}

describe('commands', () => {
  test('a later registration stands in front until it is disposed; unknown and disabled ones are refused', async () => {
    const registry = createCommandRegistry();
    const ran: string[] = [];
    registry.register({ id: 'a.b', name: 'First', keys: [], run: () => void ran.push('first') });
    const second = registry.register({ id: 'a.b', name: 'Second', keys: [], run: () => void ran.push('second') });
    await registry.run('a.b');
    second[Symbol.dispose]();
    await registry.run('a.b');
    expect(ran).toEqual(['second', 'first']);
    registry.register({ id: 'a.off', name: 'Off', keys: [], run: () => undefined, disabled: () => 'not now' });
    await expect(registry.run('a.off')).rejects.toThrow('not now');
    await expect(registry.run('a.none')).rejects.toThrow('no command');
  });

  test('a link is followed by its key, and a dead end says why', async () => {
    const { client, selection } = parts();
    const notices: string[] = [];
    const run = { id: 'r', ...selection };
    const app = { client, run: signal(run), notify: (text: string) => notices.push(text), layout: {}, theme: {} } as never as App;
    const registry = createCommandRegistry();
    registry.register(...selectCommands(app));
    const place = (): number | undefined => (selection.selection.value as Extract<Selection, { type: 'item' }> | null)?.item.ordinal;
    await selection.select(1, 2, {});
    await registry.run('select.creator');
    await registry.run('select.creator');
    expect(place()).toBe(0);
    await registry.run('select.creator');
    expect(notices).toEqual(['Creator: nothing before it']);
  });
});

describe('selection', () => {
  test('what the tile knows is there at once, details follow, a newer click wins', async () => {
    const { selection, revealed } = parts();
    const first = selection.select(1, 4, { at: item(1, 4) });
    expect(selection.selection.value).toMatchObject({ type: 'item', item: { ordinal: 4 }, details: undefined });
    const second = selection.select(1, 7, { at: item(1, 7), reveal: true });
    await Promise.all([first, second]);
    expect(selection.selection.value).toMatchObject({ item: { ordinal: 7 }, details: { ordinal: 7 } });
    expect(revealed).toEqual([1]);
    selection.clearSelection();
    expect(selection.selection.value).toBeNull();
  });
});

describe('hover', () => {
  test('details come when the pointer rests, once per item', async () => {
    const { client, asked } = parts();
    const hover = signal<Hover | null>(null);
    const stop = enrichHover(client, 'r', hover, () => new Set());
    const over = (ordinal: number): Hover => ({
      track: 1, slug: 't', x: 0, y: 0, details: undefined,
      box: { type: 'item', ordinal, level: 0, title: '', name: 0, state: null, startNs: ordinal * 10, stopNs: ordinal * 10 + 5 },
    });
    hover.value = over(1);
    hover.value = over(2);
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    expect(asked).toEqual(['item.details 2']);
    expect(hover.value.details?.ordinal).toBe(2);
    hover.value = null;
    hover.value = over(2);
    expect((hover.value as Hover).details?.ordinal).toBe(2);
    expect(asked).toHaveLength(1);
    stop();
  });
});
