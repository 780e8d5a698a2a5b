/**
 * The dock: dockview behind a few calls, so that nothing else knows it. A panel is an element that a caller fills. Panels do not
 * close, float or move yet; each tab is a plain element inside dockview's own tab, without the close button that would be a control
 * within a control.
 */
import { createDockview } from 'dockview';
import type { DockviewApi, IContentRenderer, ITabRenderer } from 'dockview';

export interface DockPanel {
  readonly id: string;
  readonly title: string;
  /** Fills the element when the panel is first shown; gives back how to empty it. */
  readonly mount: (element: HTMLElement) => () => void;
  readonly mountTab: (element: HTMLElement) => () => void;
}

export interface LayoutHost extends Disposable {
  show(id: string): void;
  /** The name of the tab; its own element has to show the same words. */
  setTitle(id: string, title: string): void;
}

function contentOf(panel: DockPanel): IContentRenderer {
  const element = document.createElement('div');
  element.className = 'panel';
  let unmount: (() => void) | undefined;
  return {
    element,
    init: () => {
      unmount ??= panel.mount(element);
    },
    dispose: () => unmount?.(),
  };
}

function tabOf(panel: DockPanel, onMaximize: () => void): ITabRenderer {
  const element = document.createElement('div');
  element.className = 'panel-tab';
  element.addEventListener('dblclick', onMaximize);
  const unmount = panel.mountTab(element);
  return { element, init: () => undefined, dispose: unmount };
}

export function createLayoutHost(
  container: HTMLElement, panels: readonly DockPanel[], options: { active: string; onActive: (id: string) => void; /** A tab was double-clicked. */ onMaximize: () => void; mountActions: (element: HTMLElement) => () => void },
): LayoutHost {
  const byId = new Map(panels.map((panel) => [panel.id, panel]));
  const find = (id: string): DockPanel => {
    const panel = byId.get(id);
    if (!panel) throw new Error(`no panel "${id}"`);
    return panel;
  };
  const api: DockviewApi = createDockview(container, {
    createComponent: ({ name }) => contentOf(find(name)),
    createTabComponent: ({ name }) => tabOf(find(name), options.onMaximize),
    createRightHeaderActionComponent: () => {
      const element = document.createElement('div');
      element.className = 'panel-actions';
      const unmount = options.mountActions(element);
      return { element, init: () => undefined, dispose: unmount };
    },
    theme: { name: 'legion', className: 'dock-theme' },
    disableFloatingGroups: true,
    disableDnd: true,
    // The server puts the nonce of this page there (transport/page_files.ts).
    nonce: () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce,
  });
  const [first] = panels;
  for (const { id, title } of panels) {
    const position = id === first?.id ? undefined : { referencePanel: first.id, direction: 'within' as const };
    api.addPanel({ id, title, component: id, tabComponent: id, inactive: id !== options.active, position });
  }
  api.getPanel(options.active)?.api.setActive();
  const active = api.onDidActivePanelChange(({ panel }) => {
    if (panel) options.onActive(panel.id);
  });
  return {
    show: (id) => api.getPanel(id)?.api.setActive(),
    setTitle: (id, title) => api.getPanel(id)?.api.setTitle(title),
    [Symbol.dispose]: () => {
      active.dispose();
      api.dispose();
    },
  };
}
