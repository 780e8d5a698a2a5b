/** The user's own rules for colours: queries in order, the first that an item meets colours it. */
import { useState } from 'preact/hooks';
import { parseQuery } from '../../../electron/protocol/item_query.ts';
import { printQuery } from '../../../electron/protocol/print_query.ts';
import { toHex } from '../../base/color_math.ts';
import { MAX_RULES } from '../../base/palettes.ts';
import { IconButton } from '../base/button.tsx';
import { useRun } from '../base/context.ts';
import { countOf } from '../base/numbers.ts';
import { Sentence } from '../base/sentence.tsx';

export function RulesEditor({ colors }: { readonly colors: Uint32Array }) {
  const { rules, ruleHits, problem } = useRun().coloring;
  const [text, setText] = useState('');
  const [mistake, setMistake] = useState('');
  const add = (): void => {
    const parsed = parseQuery(text);
    if ('problem' in parsed) setMistake(parsed.problem.message);
    else if (parsed.query === null) setMistake('Write a query first, as in dur>1ms.');
    else {
      const printed = printQuery(parsed.query);
      rules.value = [...rules.peek().filter((rule) => rule !== printed), printed].slice(0, MAX_RULES);
      setText('');
      setMistake('');
    }
  };
  return (
    <>
      <ol class="color-values" aria-label="Rules">
        {rules.value.map((rule, i) => (
          <li key={rule} class="color-rule">
            <span class="swatch-plain" style={{ background: toHex(colors[i]) }} /> <code class="color-label">{rule}</code>
            <span class="number muted">{ruleHits.value[i] && countOf(ruleHits.value[i].total, 'item')}</span>
            <IconButton icon="close" label={`Remove the rule ${rule}`} class="small" onClick={() => { rules.value = rules.peek().filter((other) => other !== rule); }} />
          </li>
        ))}
      </ol>
      {rules.value.length < MAX_RULES && (
        <form class="color-add" onSubmit={(event) => { event.preventDefault(); add(); }}>
          <input type="text" class="filter" aria-label="Query of a new rule" placeholder="name:dot dur>1ms" value={text} onInput={(event) => setText(event.currentTarget.value)} />
          <button type="submit" class="button plain small">Add</button>
        </form>
      )}
      {mistake !== '' && <p role="alert">{mistake}</p>}
      {problem.value !== null && <p role="alert"><Sentence text={problem.value} /></p>}
      <p class="muted">The first rule that an item meets colours it; others stay grey.</p>
    </>
  );
}
