/** Pictures of the timeline: the dialog, or at once for programs that say what they want. */
import type { Signal } from '@preact/signals';
import type { App, Command } from '../state/app.ts';
import { NO_RUN } from '../state/timeline_commands.ts';
import { savePicture, type PictureChoice } from './picture_dialog.tsx';

export function pictureCommand(app: App, isOpen: Signal<boolean>): Command {
  return {
    id: 'timeline.exportImage', name: 'Picture of the timeline…', keys: ['Ctrl+Shift+S'], disabled: () => (app.run.peek() ? undefined : NO_RUN),
    run: async (args) => {
      const run = app.run.peek();
      if (run && typeof args === 'object' && args !== null) await savePicture(app, run, args as Partial<PictureChoice>);
      else isOpen.value = true;
    },
  };
}
