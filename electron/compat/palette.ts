/**
 * The reference's colours. They come from a walk over all kinds of thing that the loaded logs name, so they belong to a set of logs
 * and not to a task; our own page has colours of its own (protocol/colors.ts). Used by what speaks the reference's dialect.
 * Source: legion tools/legion_prof_rs/src/state.rs (assign_colors, LFSR, Color), and semantics §6.1–6.3.
 */
import type { IndexReader } from '../index/index_reader.ts';
import { STATE_READY, STATE_WAITING, type State } from '../protocol/items.ts';

/** 0xRRGGBB. */
export type Rgb = number;

export const PROF_TASK_COLOR: Rgb = 0xffc0cb;
/** Of operations that no log describes. */
const UNKNOWN_COLOR: Rgb = 0x000000;

/** Meta tasks with colours of their own; they take no step of the walk. Their numbers date from an old enumeration. */
const META_COLORS: ReadonlyMap<number, Rgb> = new Map([[1, 0x006600], [2, 0x333399], [6, 0x990000], [7, 0x0000ff], [8, 0x009900], [9, 0x009900]]);

/** Taps of the shift register by its width in bits, 2 … 24. */
const TAPS: readonly (readonly number[])[] = [
  [], [], [2, 1], [3, 2], [4, 3], [5, 3], [6, 5], [7, 6], [8, 6, 5, 4], [9, 5], [10, 7], [11, 9], [12, 11, 10, 4], [13, 12, 11, 8], [14, 13, 12, 2],
  [15, 14], [16, 15, 13, 4], [17, 14], [18, 11], [19, 18, 17, 14], [20, 17], [21, 19], [22, 21], [23, 18], [24, 23, 22, 17],
];
const MAX_BITS = 24;
const SEED = 0xa4f3a3;

/**
 * Colours for `count` kinds, in the order in which they are handed out. The reference stops below 2 and from 2^24 on; we go on with
 * the nearest width, so the colours then merely repeat.
 */
export function* hueWalk(count: number): Generator<Rgb, never> {
  const bits = Math.min(MAX_BITS, Math.max(2, Math.floor(Math.log2(Math.max(1, count))) + 1));
  let register = SEED >>> (MAX_BITS - bits);
  for (;;) {
    let bit = 0;
    for (const tap of TAPS[bits]) bit ^= register >>> (bits - tap);
    register = (register >>> 1) | ((bit & 1) << (bits - 1));
    yield hueColor(register / 2 ** bits);
  }
}

/** Full saturation and brightness. @param hue [0, 1) */
function hueColor(hue: number): Rgb {
  const sixth = Math.floor(hue * 6);
  const f = hue * 6 - sixth;
  const q = 1 - f;
  const [red, green, blue] = [[1, f, 0], [q, 1, 0], [0, 1, f], [0, q, 1], [f, 0, 1], [1, 0, q]][sixth % 6];
  return (Math.floor(255 * red) << 16) | (Math.floor(255 * green) << 8) | Math.floor(255 * blue);
}

/** Colours of the kinds of a run. */
export class Palette {
  readonly #variants: ReadonlyMap<string, Rgb>;
  readonly #metas: ReadonlyMap<string, Rgb>;
  readonly #operations: ReadonlyMap<string, Rgb>;
  readonly #mapperCalls: ReadonlyMap<string, Rgb>;
  readonly #runtimeCalls: ReadonlyMap<string, Rgb>;
  readonly #provenances: ReadonlyMap<string, Rgb>;

  constructor({ database }: IndexReader) {
    const variants = database.all<{ key: string }>("SELECT task_id || ':' || variant_id AS key FROM task_variant ORDER BY task_id, variant_id").map(({ key }) => key);
    const kinds = (family: string): string[] =>
      database.all<{ key: string }>('SELECT CAST(kind AS TEXT) AS key FROM kind_name WHERE family = ? ORDER BY kind', family).map(({ key }) => key);
    const families = { meta: kinds('meta_task'), operation: kinds('operation'), mapperCall: kinds('mapper_call'), runtimeCall: kinds('runtime_call') };
    // By id as unsigned numbers: those with the top bit set are stored as negative ones and come last.
    const provenances = database.all<{ key: string }>('SELECT CAST(provenance_id AS TEXT) AS key FROM provenance ORDER BY provenance_id < 0, provenance_id').map(({ key }) => key);
    const walk = hueWalk(variants.length + provenances.length + Object.values(families).reduce((sum, { length }) => sum + length, 0));
    const give = (keys: readonly string[], fixed?: ReadonlyMap<number, Rgb>): ReadonlyMap<string, Rgb> => new Map(keys.map((key) => [key, fixed?.get(Number(key)) ?? walk.next().value]));
    this.#variants = give(variants);
    this.#metas = give(families.meta, META_COLORS);
    this.#operations = give(families.operation);
    this.#mapperCalls = give(families.mapperCall);
    this.#runtimeCalls = give(families.runtimeCall);
    this.#provenances = give(provenances);
  }

  variant(taskId: number | bigint, variantId: number | bigint): Rgb {
    return this.#variants.get(`${taskId}:${variantId}`) ?? UNKNOWN_COLOR;
  }

  meta(kind: number | bigint): Rgb {
    return this.#metas.get(`${kind}`) ?? UNKNOWN_COLOR;
  }

  operationKind(kind: number | bigint): Rgb {
    return this.#operations.get(`${kind}`) ?? UNKNOWN_COLOR;
  }

  mapperCall(kind: number | bigint): Rgb {
    return this.#mapperCalls.get(`${kind}`) ?? UNKNOWN_COLOR;
  }

  runtimeCall(kind: number | bigint): Rgb {
    return this.#runtimeCalls.get(`${kind}`) ?? UNKNOWN_COLOR;
  }

  /** @param id two's complement, as in the index; null = none */
  provenance(id: number | bigint | null): Rgb {
    return this.#provenances.get(`${id}`) ?? UNKNOWN_COLOR;
  }
}

const SHARES: ReadonlyMap<State, number> = new Map([[STATE_READY, 0.45], [STATE_WAITING, 0.15]]);

/** The colour of a segment: ready and waiting ones are mixed with white in linear light, 45 and 15 % of the colour. */
export function shade(color: Rgb, state: State): Rgb {
  const share = SHARES.get(state);
  if (share === undefined) return color;
  const mix = (channel: number): number => gamma(1 - share + share * linear(channel));
  return (mix(color >>> 16) << 16) | (mix((color >>> 8) & 0xff) << 8) | mix(color & 0xff);
}

/** sRGB 0 … 255 to linear light 0 … 1. */
function linear(channel: number): number {
  return channel <= 10 ? channel / 3294.6 : ((channel + 14.025) / 269.025) ** 2.4;
}

function gamma(light: number): number {
  if (light <= 0) return 0;
  return Math.min(255, Math.floor((light <= 0.0031308 ? 3294.6 * light : 269.025 * light ** (1 / 2.4) - 14.025) + 0.5));
}
