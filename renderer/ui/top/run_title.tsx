/** Title of the run, editable in place and kept with the run; a list of runs beside it where the session has several. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from '../base/button.tsx';
import { useApp, useRun } from '../base/context.ts';
import { MenuButton } from '../base/menu.tsx';

export function RunTitle() {
  const app = useApp();
  const run = useRun();
  const [draft, setDraft] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const edit = useRef<HTMLButtonElement>(null);
  const { title } = run.summary.value.info;
  const isEditing = draft !== null;
  useLayoutEffect(() => {
    if (isEditing) input.current?.select();
  }, [isEditing]);
  useLayoutEffect(() => {
    const command = app.commands.register({
      id: 'run.editIdentity', name: 'Edit the title of the run', keys: [], run: () => begin(),
    });
    return () => command[Symbol.dispose]();
  }, [run]);
  // The field that goes away loses the focus: the second call finds nothing to finish.
  const open = useRef(false);
  const begin = (): void => {
    open.current = true;
    setDraft(run.summary.peek().info.title);
  };
  const finish = (how: 'save' | 'drop'): void => {
    if (!open.current) return;
    open.current = false;
    const text = draft?.trim() ?? '';
    setDraft(null);
    if (how === 'drop' || text === '' || text === title) return;
    app.client.call('run.setTitle', { run: run.id, title: text }).catch((error: unknown) => app.notify(`The title was not kept: ${String(error)}`, 'error'));
  };
  if (isEditing) {
    return (
      <input
        ref={input} class="title-input" aria-label="Title of the run" value={draft} maxLength={120}
        onInput={(event) => setDraft(event.currentTarget.value)} onBlur={() => finish('save')}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.stopPropagation();
          finish(event.key === 'Enter' ? 'save' : 'drop');
          requestAnimationFrame(() => edit.current?.focus());
        }}
      />
    );
  }
  return (
    <div class="run-title">
      <h1 data-hint={title}>{title}</h1>
      <IconButton icon="pencil" label="Edit title" class="on-hover" buttonRef={edit} onClick={begin} />
      <RunSwitcher />
    </div>
  );
}

function RunSwitcher() {
  const app = useApp();
  const run = useRun();
  const runs = app.session.value?.runs ?? [];
  if (runs.length < 2) return null;
  const items = runs.map((one) => ({ label: one.info.title, hint: one.info.contentId.slice(0, 8), isChosen: one.run === run.id, run: () => void app.openRun(one.run) }));
  return <MenuButton icon="chevronDown" label={`${runs.length} runs are open: switch`} items={items} />;
}
