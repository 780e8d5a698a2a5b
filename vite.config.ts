import { defineConfig } from 'vite';

export default defineConfig({
  root: 'renderer',
  // The page is served under /t/<token>/, so every address in it is relative.
  base: './',
  publicDir: false,
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    // The page's Content-Security-Policy allows fonts and scripts from its own server only, hence no data: addresses...
    assetsInlineLimit: 0,
    // ...and no inline script.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    reportCompressedSize: false,
    // A busy machine is no warning.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
