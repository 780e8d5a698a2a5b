/** Names and addresses under which other machines reach this one, as they stand in URLs; the first is the best guess. */
import { hostname, networkInterfaces } from 'node:os';

export function ownAddresses(interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(), name = hostname()): readonly string[] {
  const found = Object.values(interfaces).flatMap((one) => one ?? []).filter(({ internal, scopeid }) => !internal && (scopeid ?? 0) === 0);
  const ofFamily = (family: string): string[] => found.filter((one) => one.family === family).map(({ address }) => address);
  return [...ofFamily('IPv4'), ...ofFamily('IPv6').map((address) => `[${address}]`), ...(name === '' ? [] : [name])];
}
