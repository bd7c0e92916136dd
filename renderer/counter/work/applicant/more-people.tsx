import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useFirstFocus } from '../../../app/focus.ts';
import { Button } from '../../../kit/button.tsx';
import { useText } from '../../../text/language.tsx';

export interface MorePeopleProps {
  readonly title: string;
  readonly hint: string;
  readonly isOpen: boolean;
  onOpen(): void;
  onRemove(): void;
  readonly children: ReactNode;
}

/** A person beside the applicant: closed it is one line, open it is a part of its own. */
export function MorePeople({ title, hint, isOpen, onOpen, onRemove, children }: MorePeopleProps) {
  // A person found in the draft is only shown; one just added is what the officer wants to write about.
  const [added, setAdded] = useState(false);
  if (!isOpen) {
    const open = () => {
      setAdded(true);
      onOpen();
    };
    return (
      <div className="mc-more-closed">
        <Button kind="quiet" icon="plus" onPress={open}>
          {title}
        </Button>
        <span className="mc-hint">{hint}</span>
      </div>
    );
  }
  return (
    <Opened title={title} hint={hint} onRemove={onRemove} startHere={added}>
      {children}
    </Opened>
  );
}

interface OpenedProps extends Pick<MorePeopleProps, 'title' | 'hint' | 'onRemove' | 'children'> {
  readonly startHere: boolean;
}

function Opened(props: OpenedProps) {
  const t = useText();
  const field = useRef<HTMLDivElement>(null);
  const nowhere = useRef<HTMLDivElement>(null);
  useFirstFocus(props.startHere ? field : nowhere, props.title);
  return (
    <section className="mc-more" aria-label={props.title}>
      <header className="mc-card-head">
        <div>
          <h2>{props.title}</h2>
          <p className="mc-hint">{props.hint}</p>
        </div>
        <Button kind="quiet" icon="cross" onPress={props.onRemove}>
          {t('people.remove')}
        </Button>
      </header>
      <div ref={field}>{props.children}</div>
    </section>
  );
}
