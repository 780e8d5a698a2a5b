/** Hands the App down the tree of components. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { App, RunView } from '../../state/app.ts';

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('no App above this component');
  return app;
}

/** The run on screen, for parts that exist only while there is one. */
export const RunContext = createContext<RunView | undefined>(undefined);

export function useRun(): RunView {
  const run = useContext(RunContext);
  if (!run) throw new Error('no run above this component');
  return run;
}

/** Id of the panel that a component is in. */
export const PanelContext = createContext('');
