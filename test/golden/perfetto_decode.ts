// Takes Perfetto traces apart by the wire format of protocol buffers and the public field numbers alone, with none of the writer's schema. Test helper.
// Source of numbers: google/perfetto, protos/perfetto/trace.

type Field = { readonly number: number; readonly varint: bigint } | { readonly number: number; readonly fixed: bigint } | { readonly number: number; readonly bytes: Uint8Array };

function* fieldsOf(bytes: Uint8Array): Generator<Field, void, void> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length || shift > 63n) throw new Error('a number that does not end');
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const number = key >>> 3;
    switch (key & 7) {
      case 0: yield { number, varint: varint() }; break;
      case 1: yield { number, fixed: view.getBigUint64(at, true) }; at += 8; break;
      case 2: {
        const length = Number(varint());
        if (at + length > bytes.length) throw new Error('a field that is cut');
        yield { number, bytes: bytes.subarray(at, at + length) };
        at += length;
        break;
      }
      default: throw new Error(`wire type ${key & 7}`);
    }
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder('utf8', { fatal: true }).decode(bytes);

/** Fields of a message by number, in order. */
function parse(bytes: Uint8Array): { readonly numbers: (number: number) => bigint[]; readonly parts: (number: number) => Uint8Array[] } {
  const fields = [...fieldsOf(bytes)];
  return {
    numbers: (number) => fields.filter((field) => field.number === number).map((field) => ('varint' in field ? field.varint : 'fixed' in field ? field.fixed : NaN as never)),
    parts: (number) => fields.filter((field) => field.number === number).map((field) => ('bytes' in field ? field.bytes : NaN as never)),
  };
}

function double(bits: bigint): number {
  return new Float64Array(BigUint64Array.of(bits).buffer)[0];
}

export interface Track {
  readonly name: string;
  readonly parent: bigint | undefined;
  readonly unit: string | undefined;
  readonly isCounter: boolean;
}

export interface Event {
  readonly ns: number;
  /** 1 begin, 2 end, 3 instant, 4 counter. */
  readonly type: number;
  readonly track: bigint;
  readonly name: string;
  readonly category: string;
  readonly annotations: ReadonlyMap<string, string | number>;
  readonly value: number | undefined;
  readonly from: readonly bigint[];
  readonly to: readonly bigint[];
}

export interface Trace {
  readonly tracks: ReadonlyMap<bigint, Track>;
  readonly events: readonly Event[];
}

export function decodeTrace(bytes: Uint8Array): Trace {
  const tracks = new Map<bigint, Track>();
  const events: Event[] = [];
  const interned = { categories: new Map<bigint, string>(), names: new Map<bigint, string>(), keys: new Map<bigint, string>(), values: new Map<bigint, string>() };
  const known = (map: ReadonlyMap<bigint, string>, iid: bigint): string => {
    const found = map.get(iid);
    if (found === undefined) throw new Error(`number ${iid} is used before it is given`);
    return found;
  };
  for (const field of fieldsOf(bytes)) {
    if (field.number !== 1 || !('bytes' in field)) throw new Error('a trace holds packets only');
    const packet = parse(field.bytes);
    for (const data of packet.parts(12).map(parse)) {
      for (const [number, map] of [[1, interned.categories], [2, interned.names], [3, interned.keys], [29, interned.values]] as const) {
        for (const entry of data.parts(number).map(parse)) map.set(entry.numbers(1)[0], text(entry.parts(2)[0]));
      }
    }
    if (packet.numbers(10)[0] !== 1n) throw new Error('a packet of no sequence');
    for (const track of packet.parts(60).map(parse)) {
      const counter = track.parts(8).map(parse)[0];
      tracks.set(track.numbers(1)[0], {
        name: text(track.parts(2)[0]), parent: track.numbers(5)[0], isCounter: counter !== undefined,
        unit: counter === undefined ? undefined : counter.numbers(3)[0] === 3n ? 'bytes' : text(counter.parts(6)[0]),
      });
    }
    for (const event of packet.parts(11).map(parse)) {
      const annotations = event.parts(4).map(parse).map((one): [string, string | number] => [
        known(interned.keys, one.numbers(1)[0]),
        one.parts(6).map(text)[0] ?? one.numbers(17).map((iid) => known(interned.values, iid))[0] ?? one.numbers(5).map(double)[0] ?? Number(one.numbers(3)[0]),
      ]);
      events.push({
        ns: Number(packet.numbers(8)[0]), type: Number(event.numbers(9)[0]), track: event.numbers(11)[0], annotations: new Map(annotations),
        name: event.numbers(10).map((iid) => known(interned.names, iid))[0] ?? '', category: event.numbers(3).map((iid) => known(interned.categories, iid))[0] ?? '',
        value: event.numbers(44).map(double)[0], from: event.numbers(47), to: event.numbers(48),
      });
    }
  }
  return { tracks, events };
}

export interface Slice {
  readonly track: bigint;
  readonly startNs: number;
  readonly stopNs: number;
  readonly event: Event;
  readonly depth: number;
}

/** Slices as Perfetto makes them: events sorted by time (stable), an end closes the innermost open slice of its track. */
export function slicesOf({ events }: Trace): Slice[] {
  const open = new Map<bigint, Event[]>();
  const slices: Slice[] = [];
  for (const event of events.toSorted((a, b) => a.ns - b.ns)) {
    const stack = open.get(event.track) ?? [];
    open.set(event.track, stack);
    if (event.type === 1) stack.push(event);
    if (event.type !== 2) continue;
    const begin = stack.pop();
    if (begin === undefined) throw new Error(`an end without a begin at ${event.ns}`);
    slices.push({ track: event.track, startNs: begin.ns, stopNs: event.ns, event: begin, depth: stack.length });
  }
  for (const stack of open.values()) if (stack.length > 0) throw new Error(`a slice that does not end: ${stack[0].name}`);
  return slices;
}
