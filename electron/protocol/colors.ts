/**
 * The colour slot of an item: the same task has the same slot in every run, whatever else is loaded. Pure.
 * The colours themselves belong to the renderer's themes; a slot is `tier * HUE_SLOTS + hue` in 0..53.
 */
export const HUE_SLOTS = 18;
export const TIERS = 3;

/** [hue slot, tier] of names that every user meets, kept close to the pictures of Legate's manual. */
const FIXED: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['MatVecMulTask', [4, 2]], ['DotTask', [12, 1]], ['BinaryOpTask', [1, 1]], ['UnaryOpTask', [16, 1]],
  ['ScalarUnaryRedTask', [13, 2]], ['BinaryRedTask', [0, 2]], ['MatMulTask', [6, 1]], ['GemmTask', [6, 1]],
  ['FillTask', [9, 2]], ['ConvertTask', [3, 0]], ['RandTask', [8, 1]], ['BitGeneratorTask', [8, 1]],
  ['SolveTask', [14, 0]], ['PotrfTask', [14, 0]], ['LoadCUDALibsTask', [12, 0]], ['UnloadCUDALibsTask', [12, 0]],
] as const);

/** FNV-1a, 32 bit, of the UTF-8 bytes. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Slot of a colour key: the task name without variant, id and namespace; for meta tasks and calls their name;
 * for copies, fills and instances the key of the initiating operation.
 */
export function colorSlot(key: string): number {
  const fixed = FIXED.get(key);
  if (fixed) return fixed[1] * HUE_SLOTS + fixed[0];
  const hash = fnv1a(key);
  return (Math.floor(hash / HUE_SLOTS) % TIERS) * HUE_SLOTS + (hash % HUE_SLOTS);
}

/** `cupynumeric::BinaryOpTask` → `BinaryOpTask`; template arguments and operators after the last top-level `::` stay. */
export function taskColorKey(taskName: string): string {
  let depth = 0;
  let start = 0;
  for (let i = 0; i < taskName.length - 1; i++) {
    const c = taskName[i];
    if (c === '<' || c === '(') depth++;
    else if (c === '>' || c === ')') depth--;
    else if (c === ':' && taskName[i + 1] === ':' && depth === 0) start = i + 2;
  }
  return taskName.slice(start) || taskName;
}
