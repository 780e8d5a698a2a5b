/** What shows while no run is on screen: the home screen, but not for the moment in which the first run is about to appear. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../base/context.ts';
import { Home } from './home.tsx';

/** A run that is open but does not come in this time will be found on the home screen. */
const PATIENCE_MS = 2500;
/** A word of explanation only for those who have to wait. */
const SILENCE_MS = 400;

/** Pages on which something has been shown: later visits to the home screen are wanted. */
const arrived = new WeakSet<object>();

export function Arrival() {
  const app = useApp();
  const session = app.session.value;
  const isFirst = useRef(!arrived.has(app)).current;
  const [isOver, setOver] = useState(false);
  const [isSlow, setSlow] = useState(false);
  const isComing = isFirst && !isOver && (session === null || session.runs.length > 0);
  useEffect(() => {
    arrived.add(app);
    const slow = setTimeout(() => setSlow(true), SILENCE_MS);
    return () => clearTimeout(slow);
  }, []);
  const hasSession = session !== null;
  useEffect(() => {
    if (!hasSession) return undefined;
    const over = setTimeout(() => setOver(true), PATIENCE_MS);
    return () => clearTimeout(over);
  }, [hasSession]);
  if (!isComing) return <Home />;
  return <main class="arrival" aria-label="Legion Prof">{isSlow && <p role="status">{hasSession ? 'Opening the run…' : 'Waiting for the engine…'}</p>}</main>;
}
