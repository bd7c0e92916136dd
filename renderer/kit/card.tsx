import { useId } from 'react';
import type { ReactNode } from 'react';

export interface CardProps {
  /** Heading of the card; a card without one is a plain box. */
  readonly title?: string;
  /** What stands at the right end of the heading: a badge, a quiet button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly level?: 2 | 3;
}

export function Card({ title, aside, children, className, level = 2 }: CardProps) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={`mc-card ${className ?? ''}`} {...(title ? { 'aria-labelledby': id } : {})}>
      {title && (
        <header className="mc-card-head">
          <Heading id={id}>{title}</Heading>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
