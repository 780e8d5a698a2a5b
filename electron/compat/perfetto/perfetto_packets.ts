/** Packets of one trace: strings that occur often are written once, and packets are handed on in pieces of some size. */
import { type Annotation, encodePackets, type InternedData, NEEDS_STATE, type Packet, STATE_CLEARED, type TrackDescriptor, type TrackEvent } from './perfetto_schema.ts';

const SEQUENCE = 1;
const PIECE_PACKETS = 2048;
/** Values that are given a number; what comes later is written out, so that memory stays flat here and in who reads it. */
const MOST_VALUES = 1 << 16;
/** Shorter ones are as cheap written out. */
const SHORT_VALUE = 4;

export class PerfettoPackets {
  readonly #names = new Map<string, number>();
  readonly #categories = new Map<string, number>();
  readonly #annotationNames = new Map<string, number>();
  readonly #values = new Map<string, number>();
  readonly #encoder = new TextEncoder();
  #pending: Packet[] = [];
  #interned: InternedData | undefined;
  #isFirst = true;

  name(text: string): number {
    return this.#intern(this.#names, text, 'event_names');
  }

  category(text: string): number {
    return this.#intern(this.#categories, text, 'event_categories');
  }

  number(name: string, value: number): Annotation {
    const name_iid = this.#annotationName(name);
    return Number.isSafeInteger(value) && value >= 0 ? { name_iid, uint_value: value } : { name_iid, double_value: value };
  }

  /** A value that is hardly ever met again. */
  ownText(name: string, value: string): Annotation {
    return { name_iid: this.#annotationName(name), string_value: value };
  }

  text(name: string, value: string): Annotation {
    const name_iid = this.#annotationName(name);
    const known = this.#values.get(value);
    if (known !== undefined) return { name_iid, string_value_iid: known };
    if (value.length <= SHORT_VALUE || this.#values.size >= MOST_VALUES) return { name_iid, string_value: value };
    const iid = this.#values.size + 1;
    this.#values.set(value, iid);
    this.#internedData().debug_annotation_string_values.push({ iid, str: this.#encoder.encode(value) });
    return { name_iid, string_value_iid: iid };
  }

  track(descriptor: TrackDescriptor): void {
    this.#push({ trusted_packet_sequence_id: SEQUENCE, track_descriptor: descriptor });
  }

  /** @param ns since profile zero; earlier times, which the format has not, become 0 */
  event(ns: number, event: TrackEvent): void {
    this.#push({ timestamp: Math.max(0, ns), trusted_packet_sequence_id: SEQUENCE, track_event: event });
  }

  get isFull(): boolean {
    return this.#pending.length >= PIECE_PACKETS;
  }

  /** Bytes of what was pushed since the last time. */
  take(): Uint8Array {
    const bytes = encodePackets(this.#pending);
    this.#pending = [];
    return bytes;
  }

  /** What was interned for a packet goes with it. */
  #push(packet: Packet): void {
    const flags = this.#isFirst ? STATE_CLEARED | NEEDS_STATE : NEEDS_STATE;
    this.#pending.push(this.#interned === undefined ? { ...packet, sequence_flags: flags } : { ...packet, sequence_flags: flags, interned_data: this.#interned });
    this.#interned = undefined;
    this.#isFirst = false;
  }

  #annotationName(name: string): number {
    return this.#intern(this.#annotationNames, name, 'debug_annotation_names');
  }

  #intern(known: Map<string, number>, name: string, list: 'event_names' | 'event_categories' | 'debug_annotation_names'): number {
    let iid = known.get(name);
    if (iid === undefined) {
      iid = known.size + 1;
      known.set(name, iid);
      this.#internedData()[list].push({ iid, name });
    }
    return iid;
  }

  #internedData(): InternedData {
    return (this.#interned ??= { event_categories: [], event_names: [], debug_annotation_names: [], debug_annotation_string_values: [] });
  }
}
