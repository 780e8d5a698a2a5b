/** Bytes as the reference writes them: by 1024, three decimals; whole below 1 KiB. */
const UNITS = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

export function formatBytes(bytes: number, decimals = 3): string {
  if (Math.abs(bytes) < 1024) return `${Math.round(bytes)} B`;
  let value = bytes / 1024;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(decimals)} ${UNITS[unit]}`;
}

/** What a memory holds, and of how much; `instances`: how many hold it, where that is known. */
export function heldText(bytes: number, capacityBytes: number | null, instances?: number): string {
  const of = capacityBytes === null ? 'capacity not recorded' : `${Math.round((bytes / capacityBytes) * 100)} % of ${formatBytes(capacityBytes)}`;
  const count = instances === undefined ? '' : `, ${instances} ${instances === 1 ? 'instance' : 'instances'}`;
  return `held ${formatBytes(bytes)}${count} (${of})`;
}
