/**
 * CBOR as the reference's viewer takes it: whole numbers in their shortest form and never as floats, floats in the shortest form that
 * keeps their 32 bits and never as whole numbers, definite lengths. General libraries write 0 and 1 of a float column as integers,
 * which the viewer refuses. Source: RFC 8949; ciborium's reader (prof-viewer.md §9.1).
 */
import type { Int } from './legion_types.ts';

const INITIAL_BYTES = 1 << 16;
const [UNSIGNED, NEGATIVE, TEXT, ARRAY, MAP] = [0x00, 0x20, 0x60, 0x80, 0xa0];
const [NULL, HALF, SINGLE] = [0xf6, 0xf9, 0xfa];
const TWO_TO_32 = 4294967296;

export class CborWriter {
  #bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** What was written since the last call, in memory of its own. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  array(length: number): void {
    this.#head(ARRAY, length);
  }

  map(length: number): void {
    this.#head(MAP, length);
  }

  int(value: Int): void {
    if (typeof value === 'bigint') this.#bigint(value);
    else if (value >= 0 && Number.isInteger(value)) this.#head(UNSIGNED, value);
    else if (Number.isInteger(value)) this.#head(NEGATIVE, -1 - value);
    else throw new RangeError(`${value} is no whole number`);
  }

  /** Rounded to 32 bits. */
  float(value: number): void {
    this.#room(5);
    const single = Math.fround(value);
    const half = halfBits(single);
    if (half === undefined) {
      this.#bytes[this.#length] = SINGLE;
      this.#bytes.writeFloatBE(single, this.#length + 1);
      this.#length += 5;
    } else {
      this.#bytes[this.#length] = HALF;
      this.#bytes.writeUInt16BE(half, this.#length + 1);
      this.#length += 3;
    }
  }

  text(value: string): void {
    const most = value.length * 3;
    this.#room(9 + most);
    // A text without other than ASCII characters has as many bytes; its head can stand before it is written.
    if (most < 24 * 3) {
      const size = this.#bytes.write(value, this.#length + 1, 'utf8');
      if (size < 24) {
        this.#bytes[this.#length] = TEXT | size;
        this.#length += 1 + size;
        return;
      }
    }
    this.#head(TEXT, Buffer.byteLength(value, 'utf8'));
    this.#length += this.#bytes.write(value, this.#length, 'utf8');
  }

  /** Bytes that are whole CBOR items. */
  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  null(): void {
    this.#room(1);
    this.#bytes[this.#length++] = NULL;
  }

  #bigint(value: bigint): void {
    const argument = value < 0n ? -1n - value : value;
    const type = value < 0n ? NEGATIVE : UNSIGNED;
    if (argument <= BigInt(Number.MAX_SAFE_INTEGER)) {
      this.#head(type, Number(argument));
      return;
    }
    if (argument >= 1n << 64n) throw new RangeError(`${value} has more than 64 bits`);
    this.#room(9);
    this.#bytes[this.#length] = type | 27;
    this.#bytes.writeBigUInt64BE(argument, this.#length + 1);
    this.#length += 9;
  }

  /** @param argument 0 … 2^53 */
  #head(type: number, argument: number): void {
    this.#room(9);
    const bytes = this.#bytes;
    let at = this.#length;
    if (argument < 24) {
      bytes[at++] = type | argument;
    } else if (argument < 0x100) {
      bytes[at++] = type | 24;
      bytes[at++] = argument;
    } else if (argument < 0x10000) {
      bytes[at++] = type | 25;
      bytes[at++] = argument >>> 8;
      bytes[at++] = argument;
    } else if (argument < TWO_TO_32) {
      bytes[at++] = type | 26;
      at = putWord(bytes, at, argument);
    } else {
      bytes[at++] = type | 27;
      at = putWord(bytes, at, Math.floor(argument / TWO_TO_32));
      at = putWord(bytes, at, argument % TWO_TO_32);
    }
    this.#length = at;
  }

  #room(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const wider = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + size));
    wider.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = wider;
  }
}

/** 32 bits, the upper ones first; where they end. */
function putWord(bytes: Uint8Array, at: number, word: number): number {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
  return at + 4;
}

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/** The 16 bits of a float that holds a 32-bit one exactly; undefined if none does. */
function halfBits(single: number): number | undefined {
  FLOAT[0] = single;
  const bits = BITS[0];
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return fraction === 0 ? sign | 0x7c00 : 0x7e00;
  if (exponent === 0) return fraction === 0 ? sign : undefined;
  const power = exponent - 127;
  if (power > 15 || power < -24) return undefined;
  if (power >= -14) return (fraction & 0x1fff) === 0 ? sign | ((power + 15) << 10) | (fraction >>> 13) : undefined;
  // Below 2^-14 the leading one is written out.
  const shift = -1 - power;
  const whole = fraction | 0x800000;
  return (whole & ((1 << shift) - 1)) === 0 ? sign | (whole >>> shift) : undefined;
}
