/** Columns that grow. One class per kind of array, as engines compile one fast loop for one kind. Pure. */

import { release } from '../decode/shared_arrays.ts';

/** 32-bit numbers; `values` is valid until the next `push`. */
export class U32List {
  #values: Uint32Array<ArrayBuffer>;
  length = 0;

  constructor(expected: number) {
    this.#values = new Uint32Array(new ArrayBuffer(4 * Math.max(64, expected)));
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = new Uint32Array(this.#values.buffer.transfer(this.#values.byteLength * 2));
    this.#values[this.length++] = value;
  }

  at(i: number): number {
    return this.#values[i];
  }

  get values(): Uint32Array {
    return this.#values.subarray(0, this.length);
  }

  /** Takes what the other holds, which is empty afterwards. */
  append(other: U32List): void {
    const length = this.length + other.length;
    if (length > this.#values.length) this.#values = new Uint32Array(this.#values.buffer.transfer(4 * length));
    this.#values.set(other.values, this.length);
    this.length = length;
    other.release();
  }

  /** Gives its memory back; it is empty afterwards. */
  release(): void {
    release(this.#values.buffer);
    this.#values = new Uint32Array(new ArrayBuffer(0));
    this.length = 0;
  }
}

export class U8List {
  #values: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(expected: number) {
    this.#values = new Uint8Array(new ArrayBuffer(Math.max(64, expected)));
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = new Uint8Array(this.#values.buffer.transfer(this.#values.byteLength * 2));
    this.#values[this.length++] = value;
  }

  get values(): Uint8Array {
    return this.#values.subarray(0, this.length);
  }

  /** Takes what the other holds, which is empty afterwards. */
  append(other: U8List): void {
    const length = this.length + other.length;
    if (length > this.#values.length) this.#values = new Uint8Array(this.#values.buffer.transfer(length));
    this.#values.set(other.values, this.length);
    this.length = length;
    other.release();
  }

  /** Gives its memory back; it is empty afterwards. */
  release(): void {
    release(this.#values.buffer);
    this.#values = new Uint8Array(new ArrayBuffer(0));
    this.length = 0;
  }
}

export class F64List {
  #values: Float64Array<ArrayBuffer>;
  length = 0;

  constructor(expected: number) {
    this.#values = new Float64Array(new ArrayBuffer(8 * Math.max(64, expected)));
  }

  at(i: number): number {
    return this.#values[i];
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#values = new Float64Array(this.#values.buffer.transfer(this.#values.byteLength * 2));
    this.#values[this.length++] = value;
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.length);
  }

  /** Takes what the other holds, which is empty afterwards. */
  append(other: F64List): void {
    const length = this.length + other.length;
    if (length > this.#values.length) this.#values = new Float64Array(this.#values.buffer.transfer(8 * length));
    this.#values.set(other.values, this.length);
    this.length = length;
    other.release();
  }

  /** Gives its memory back; it is empty afterwards. */
  release(): void {
    release(this.#values.buffer);
    this.#values = new Float64Array(new ArrayBuffer(0));
    this.length = 0;
  }
}
