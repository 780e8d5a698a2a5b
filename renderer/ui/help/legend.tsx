/** What the shades and shapes on the timeline mean: the manual's sentences with swatches. */
const STATES = [
  { name: 'running', text: 'Darkest: running. The task executes on the processor.' },
  { name: 'ready', text: 'Intermediate: ready. The event it blocked on has triggered; it is not resumed yet.' },
  { name: 'waiting', text: 'Lightest: waiting. It is blocked and preempted; the event has not triggered.' },
] as const;

const SHAPES = [
  { name: 'idle', text: 'Blank: idle. Nothing runs there.' },
  { name: 'group', text: 'Grey: a group of items too small to draw. The darker lower part is its busy share; zoom in to see them.' },
  { name: 'unloaded', text: 'Checkerboard: not loaded yet.' },
  { name: 'unrecorded', text: 'Diagonal hatch: not recorded in the logs.' },
] as const;

export function Legend() {
  return (
    <dl class="legend">
      {[...STATES, ...SHAPES].map(({ name, text }) => (
        <div key={name}>
          <dt><span class={`swatch ${name}`} /><span class="visually-hidden">{name}</span></dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
