/** Hand-made logs, byte by byte, for what no writer writes. */

type Part = { readonly bytes: Uint8Array };

export const u8 = (...values: number[]): Part => ({ bytes: Uint8Array.from(values) });
export const u32 = (value: number): Part => numbers(4, (view) => view.setUint32(0, value, true));
export const i32 = (value: number): Part => numbers(4, (view) => view.setInt32(0, value, true));
export const u64 = (value: bigint | number): Part => numbers(8, (view) => view.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true));
export const text = (value: string): Part => ({ bytes: Buffer.from(`${value}\0`) });

function numbers(size: number, write: (view: DataView) => void): Part {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return { bytes };
}

export function join(...parts: Part[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts.map((part) => part.bytes)));
}

export const OLD_HEAD = 'FileType: BinaryLegionProf v: 1.0\n';
export const newHead = (version: number, runtime = 'legion-26.03.0'): string => `FileType: BinaryLegionProf v: ${version}\n${runtime}\n`;

/** Descriptions that most hand-made logs need; MetaDesc makes it Legion's. */
export const BASE_LINES = [
  'MetaDesc {id:4, kind:unsigned:4, message:bool:1, ordered_vc:bool:1, name:string:-1}',
  'MaxDimDesc {id:8, max_dim:maxdim:4}',
  'ZeroTime {id:60, zero_time:long long:8}',
  'RuntimeCallInfo {id:26, kind:RuntimeCallKind:4, start:timestamp_t:8, stop:timestamp_t:8, proc_id:ProcID:8, fevent:unsigned long long:8}',
];

/** One timed record of BASE_LINES, 40 bytes. */
export const call = (start: bigint | number, stop: bigint | number): Part =>
  ({ bytes: join(u32(26), u32(7), u64(start), u64(stop), u64(0x1d00_0000_0000_0001n), u64(0x8000_0000_0070_0001n)) });

/** A log: head, lines, blank line, records. */
export function makeLog(head: string, lines: readonly string[], ...records: Part[]): Uint8Array<ArrayBuffer> {
  return join({ bytes: Buffer.from(`${head}${lines.map((line) => `${line}\n`).join('')}\n`, 'latin1') }, ...records);
}

/** Bytes before the first record. */
export function headLength(head: string, lines: readonly string[]): number {
  return makeLog(head, lines).length;
}
