import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useFirstFocus } from '../../app/focus.ts';
import { Button } from '../../kit/button.tsx';
import { useText } from '../../text/language.tsx';
import { PrimarySlot } from './primary-action.tsx';
import type { Step } from './step.ts';

export interface WorkFrameProps {
  readonly step: Step;
  readonly left: ReactNode;
  readonly centre: ReactNode;
  readonly right: ReactNode;
  onBack(): void;
  readonly backLabel?: string;
}

/** Three columns that never jump; each scrolls by itself. The one primary button has its place at the lower right. */
export function WorkFrame({ step, left, centre, right, onBack, backLabel }: WorkFrameProps) {
  const t = useText();
  const middle = useRef<HTMLDivElement>(null);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  useFirstFocus(middle, step);
  return (
    <PrimarySlot value={slot}>
      <div className="mc-work">
        <div className="mc-work-left">{left}</div>
        <main className="mc-work-centre" ref={middle} aria-label={t('desk.work')}>
          {centre}
        </main>
        <aside className="mc-work-right" aria-label={t('desk.summary')}>
          <div className="mc-work-right-scroll">{right}</div>
          <div className="mc-work-actions">
            <div className="mc-primary-slot" ref={setSlot} />
            <Button kind="secondary" icon="back" shortcut="Esc" onPress={onBack}>
              {backLabel ?? t('desk.back')}
            </Button>
          </div>
        </aside>
      </div>
    </PrimarySlot>
  );
}
