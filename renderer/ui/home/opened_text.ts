/** When a run was opened, as short as it stays clear: `today 14:02`, `Mon 09:30`, `12 Mar`, `12 Mar 2025`. Pure. */
const DAY_MS = 86_400_000;

export function openedText(openedAt: string, now: Date): string {
  const at = new Date(openedAt);
  if (Number.isNaN(at.getTime())) return openedAt;
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const time = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
  if (at.getTime() >= midnight) return `today ${time}`;
  if (at.getTime() >= midnight - DAY_MS) return `yesterday ${time}`;
  const name = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat('en', options).format(at);
  if (at.getTime() >= midnight - 6 * DAY_MS) return `${name({ weekday: 'short' })} ${time}`;
  const day = `${at.getDate()} ${name({ month: 'short' })}`;
  return at.getFullYear() === now.getFullYear() ? day : `${day} ${at.getFullYear()}`;
}
