/** Buttons. One that shows only an icon says its name in `aria-label` and in the hint that appears on hover or focus. */
import type { ButtonHTMLAttributes, ComponentChildren, Ref } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon' | 'label' | 'ref'>;

export interface IconButtonProps extends Native {
  readonly icon: IconName;
  readonly label: string;
  /** Keys that do the same, shown in the hint. */
  readonly keys?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  readonly children?: ComponentChildren;
}

export function IconButton({ icon, label, keys, buttonRef, children, class: extra = '', ...native }: IconButtonProps) {
  return (
    <button type="button" class={`icon-button ${String(extra)}`} aria-label={label} data-hint={keys ? `${label}  ·  ${keys}` : label} ref={buttonRef} {...native}>
      <Icon name={icon} />
      {children}
    </button>
  );
}

export function Button({ icon, tone = 'plain', children, class: extra = '', ...native }: Native & {
  readonly icon?: IconName; readonly tone?: 'plain' | 'main' | 'quiet'; readonly children: ComponentChildren;
}) {
  return (
    <button type="button" class={`button ${tone} ${String(extra)}`} {...native}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
