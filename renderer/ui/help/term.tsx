/** A word that tells what it means when it is clicked. */
import { useRef, useState } from 'preact/hooks';
import { Popover } from '../base/popover.tsx';
import { FIELD_TEXTS } from './field_texts.ts';

/** Not a stop of the Tab key: there would be one before each value. The help has the same texts for the keyboard. */
export function Term({ name }: { name: string }) {
  const text = FIELD_TEXTS[name];
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  if (text === undefined) return <>{name}</>;
  return (
    <>
      <button type="button" class="term" tabIndex={-1} ref={anchor} aria-haspopup="dialog" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{name}</button>
      {isOpen && <Popover anchor={anchor} label={`What ${name} means`} placement="top-start" class="term-panel" focus="keep" onClose={() => setOpen(false)}><p>{text}</p></Popover>}
    </>
  );
}
