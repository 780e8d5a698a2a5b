// `npm run electron:install`: fetches the desktop window's binary once. `npm ci` does not, since nothing but the window needs it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool } from './lib/run_tool.mjs';

const code = runTool('electron', 'install-electron', []);
const binary = { darwin: 'Electron.app', win32: 'electron.exe' }[process.platform] ?? 'electron';
if (code !== 0 || !existsSync(join(root, 'node_modules', 'electron', 'dist', binary))) {
  console.error('The desktop window could not be fetched: its binary comes from the releases of github.com/electron/electron. ELECTRON_MIRROR names another place. Everything else works in a browser: npm start -- view --browser LOGS');
  process.exit(1);
}
console.log('The desktop window is installed: npm start');
