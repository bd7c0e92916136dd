import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import type { IconName } from './icons.tsx';

/** Nothing here yet: what it is, and what to do first. */
export function EmptyState(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="mc-empty">
      <Icon name={props.icon} />
      <p className="mc-empty-title">{props.title}</p>
      {props.children && <p className="mc-empty-text">{props.children}</p>}
      {props.action}
    </div>
  );
}
