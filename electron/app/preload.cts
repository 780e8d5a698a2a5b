// The only script that sees both the page and the shell. One CommonJS file, because a sandboxed preload can be nothing else,
// so the channel names are repeated here instead of imported (they are checked against window_ipc.ts by a test).
import type * as Electron from 'electron';
import type { DesktopBridge } from '../protocol/desktop_bridge.ts' with { 'resolution-mode': 'import' };

const { contextBridge, ipcRenderer, webFrame, webUtils } = require('electron') as typeof Electron;

/** Calls `listener` with what the shell sends on a channel, and never with the event, which would give the page the sender. */
function listen(channel: string, listener: (text: string) => void): () => void {
  const handler = (_event: unknown, text: unknown) => {
    if (typeof text === 'string') listener(text);
  };
  ipcRenderer.on(channel, handler);
  return () => ipcRenderer.removeListener(channel, handler);
}

const bridge: DesktopBridge = {
  platform: process.platform,
  onCommand: (listener) => listen('shell:command', listener),
  onEngineGone: (listener) => listen('shell:engine-gone', listener),
  restartEngine: () => ipcRenderer.invoke('shell:restart-engine'),
  openFiles: () => ipcRenderer.invoke('shell:open-files'),
  addFiles: (run) => ipcRenderer.invoke('shell:add-files', run),
  choosePlace: (run, place) => ipcRenderer.invoke('shell:choose-place', run, place),
  openFolder: () => ipcRenderer.invoke('shell:open-folder'),
  setZoom: (factor) => webFrame.setZoomFactor(factor),
  openDropped: (files) => {
    // Only a file that the user really dropped or chose has a path; one that a script made gives an empty text.
    const paths = files.map((file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0])).filter((path) => path !== '');
    return ipcRenderer.invoke('shell:open-paths', paths);
  },
};

contextBridge.exposeInMainWorld('legionProfDesktop', bridge);
