import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';

/** Amber waits, green is safe and done, blue informs; colour never stands alone. */
export type Tone = 'neutral' | 'info' | 'waiting' | 'safe' | 'danger';

export const toneIcon: Readonly<Record<Tone, IconName>> = {
  neutral: 'dot',
  info: 'info',
  waiting: 'clock',
  safe: 'check',
  danger: 'warning',
};

export interface BadgeProps {
  readonly tone: Tone;
  readonly children: string;
  readonly icon?: IconName;
}

export function Badge({ tone, children, icon }: BadgeProps) {
  return (
    <span className={`mc-badge mc-tone-${tone}`}>
      <Icon name={icon ?? toneIcon[tone]} />
      <span>{children}</span>
    </span>
  );
}
