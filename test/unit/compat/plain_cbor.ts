// A second CBOR decoder, strict and without shortcuts, so that what we write is not judged by what we read with. Maps stay lists of pairs.

export type Cbor = bigint | number | string | null | boolean | readonly Cbor[] | CborMap | Float;

/** Key and value pairs in their order. */
export class CborMap {
  readonly pairs: (readonly [Cbor, Cbor])[] = [];

  get(key: string): Cbor | undefined {
    return this.pairs.find(([name]) => name === key)?.[1];
  }

  keys(): Cbor[] {
    return this.pairs.map(([name]) => name);
  }
}

/** A float stays one, so that it is not taken for a whole number. */
export class Float {
  readonly value: number;
  readonly bits: 16 | 32 | 64;

  constructor(value: number, bits: 16 | 32 | 64) {
    this.value = value;
    this.bits = bits;
  }
}

/** The only item in `bytes`; throws on anything that the reference's writer never makes: longer forms than needed, tags, indefinite lengths. */
export function plainCbor(bytes: Uint8Array): Cbor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const argument = (info: number): bigint => {
    if (info < 24) return BigInt(info);
    if (info > 27) throw new Error(`no length at ${at - 1}`);
    const size = 1 << (info - 24);
    let value = 0n;
    for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(view.getUint8(at++));
    const least = [24n, 1n << 8n, 1n << 16n, 1n << 32n][info - 24];
    if (value < least) throw new Error(`a longer form than needed before ${at}`);
    return value;
  };
  const text = (size: number): string => {
    const value = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(at, at + size));
    if (at + size > bytes.length) throw new Error('cut');
    at += size;
    return value;
  };
  const item = (): Cbor => {
    const first = view.getUint8(at++);
    const info = first & 31;
    switch (first >> 5) {
      case 0: return argument(info);
      case 1: return -1n - argument(info);
      case 3: return text(Number(argument(info)));
      case 4: return Array.from({ length: Number(argument(info)) }, item);
      case 5: {
        const map = new CborMap();
        for (let count = argument(info); count > 0n; count--) map.pairs.push([item(), item()]);
        return map;
      }
      case 7: {
        if (first === 0xf6) return null;
        at += { 25: 2, 26: 4, 27: 8 }[info] ?? 0;
        if (info === 25) return new Float(view.getFloat16(at - 2), 16);
        if (info === 26) return new Float(view.getFloat32(at - 4), 32);
        if (info === 27) return new Float(view.getFloat64(at - 8), 64);
        break;
      }
      default:
    }
    throw new Error(`nothing that the reference writes: 0x${first.toString(16)} at ${at - 1}`);
  };
  const value = item();
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes follow`);
  return value;
}
