/** What the page gives the timeline to draw with. `keepsPixels`: tests may read what was drawn, which costs a copy per frame. */
import { createPixiRenderer } from './pixi_renderer.ts';
import type { Drawing } from './renderer.ts';
import { CanvasTextLayer } from './text_layer.ts';

export function pixiDrawing(keepsPixels: boolean): Drawing {
  return {
    createRenderer: (canvas) => createPixiRenderer(canvas, keepsPixels),
    createTextLayer: () => new CanvasTextLayer(),
  };
}
