// Globals that Node and every browser have alike. This folder is checked with neither's types, so they are named here;
// the other projects take them from their own libraries and leave this file out.
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: ArrayBufferView | ArrayBuffer): string;
}
