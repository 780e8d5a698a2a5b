/** The desktop window's addition to the page, where there is one. */
import type { DesktopBridge } from '../../../electron/protocol/desktop_bridge.ts';

declare global {
  interface Window {
    readonly legionProfDesktop?: DesktopBridge;
  }
}

export function desktop(): DesktopBridge | undefined {
  return window.legionProfDesktop;
}
