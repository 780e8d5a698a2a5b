/** What the page gives the timeline to draw with. `keepsPixels`: tests may read what was drawn, which costs a copy per frame. */
import type { Drawing } from './renderer.ts';
import { createSafeRenderer } from './safe_renderer.ts';
import { CanvasTextLayer } from './text_layer.ts';

export function pageDrawing(keepsPixels: boolean): Drawing {
  return {
    createRenderer: (host, onFallback) => createSafeRenderer(host, keepsPixels, onFallback),
    createTextLayer: () => new CanvasTextLayer(),
  };
}
