/** A damaged log, the same for the same arguments: see mutate.mjs. */
export function mutatedLog(logs: readonly Uint8Array[], seed: number, number: number): { readonly bytes: Uint8Array; readonly what: string };
