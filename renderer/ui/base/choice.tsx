/** One of a few: radio buttons under a legend. */
export function Choice<T extends string | number | boolean>({ name, legend, value, options, onChange }: {
  readonly name: string; readonly legend: string; readonly value: T; readonly options: readonly (readonly [T, string])[]; readonly onChange: (value: T) => void;
}) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {options.map(([option, label]) => (
        <label key={String(option)}>
          <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
