import { describe, expect, it } from 'vitest';
import { ProfileError } from '../../../electron/protocol/errors.ts';
import { BINARY_HEADER_BYTES, RpcClient, RpcServer, type RpcHandler } from '../../../electron/protocol/rpc.ts';

/** Both ends, joined by queues that deliver when asked. */
function pair(handle: RpcHandler) {
  const events: unknown[] = [];
  const client = new RpcClient((text) => queueMicrotask(() => server.receive(text)), (event, data) => events.push([event, data]));
  const server = new RpcServer((frame) => queueMicrotask(() => client.receive(typeof frame === 'string' ? frame : frame.slice().buffer as ArrayBuffer)), handle);
  return { client, server, events };
}

describe('rpc', () => {
  it('answers calls in any order', async () => {
    const { client } = pair(async (method, params) => {
      if (method === 'slow') await new Promise((resolve) => setTimeout(resolve, 5));
      return { method, params };
    });
    const slow = client.call('slow', 1);
    const fast = client.call('fast', 2);
    expect(await fast).toEqual({ method: 'fast', params: 2 });
    expect(await slow).toEqual({ method: 'slow', params: 1 });
    expect(client.outstanding).toBe(0);
  });

  it('sends bytes as a binary frame behind the id', async () => {
    const { client } = pair(() => Promise.resolve(Uint8Array.of(7, 8, 9)));
    const frame = (await client.call('tile', {})) as ArrayBuffer;
    expect([...new Uint8Array(frame, BINARY_HEADER_BYTES)]).toEqual([7, 8, 9]);
  });

  it('carries expected errors as kinds, without a stack', async () => {
    const { client } = pair(() => Promise.reject(new ProfileError('not-loaded', 'Not open.')));
    await expect(client.call('x', {})).rejects.toMatchObject({ kind: 'not-loaded', message: 'Not open.' });
  });

  it('cancel tells the other end and rejects at once; the late answer is dropped', async () => {
    let seen: boolean | undefined;
    const { client, server } = pair(async (_method, _params, signal) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen = signal.aborted;
      return 1;
    });
    const controller = new AbortController();
    const call = client.call('x', {}, controller.signal);
    controller.abort();
    await expect(call).rejects.toMatchObject({ kind: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(seen).toBe(true);
    expect(server.running).toBe(0);
  });

  it('a closed pipe rejects what waits and what comes', async () => {
    const { client } = pair(() => new Promise(() => undefined));
    const call = client.call('x', {});
    client.close(new Error('gone'));
    await expect(call).rejects.toThrow('gone');
    await expect(client.call('y', {})).rejects.toThrow('gone');
  });

  it('delivers events', async () => {
    const { server, events } = pair(() => Promise.resolve(null));
    server.emit('run.changed', { run: 'a' });
    await Promise.resolve();
    expect(events).toEqual([['run.changed', { run: 'a' }]]);
  });

  it.each(['', '[]', '{}', '{"id":0,"method":"x"}', '{"id":1}', '{"id":1.5,"method":"x"}', 'null', '{"id":1,"method":2}'])('refuses the frame %s', (frame) => {
    const server = new RpcServer(() => undefined, () => Promise.resolve(null));
    expect(() => server.receive(frame)).toThrow(/not a request/);
  });
});
