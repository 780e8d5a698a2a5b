/** What the page gives the timeline to draw with. */
import { createPixiRenderer } from './pixi_renderer.ts';
import type { Drawing } from './renderer.ts';
import { CanvasTextLayer } from './text_layer.ts';

export const pixiDrawing: Drawing = {
  createRenderer: createPixiRenderer,
  createTextLayer: () => new CanvasTextLayer(),
};
