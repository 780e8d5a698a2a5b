/** The clipboard, also where the page is not a secure context (plain http through a host name). */
import type { App } from '../../state/app.ts';

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'visually-hidden';
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isDone;
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard object (not a secure context) or no permission: the older way needs neither.
    return copyBySelection(text);
  }
}

/** Copies and says so; `what` completes "Copied …". */
export async function copyText(app: App, text: string, what: string): Promise<void> {
  if (await writeClipboard(text)) app.notify(`Copied ${what}`);
  else app.notify('The browser did not allow copying.', 'error');
}
