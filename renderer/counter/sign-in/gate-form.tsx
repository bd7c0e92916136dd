import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useFirstFocus } from '../../app/focus.ts';
import type { CallFailure } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { Loading } from '../../kit/loading.tsx';

export interface GateFormProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
  readonly submit: string;
  readonly ready: boolean;
  readonly running: boolean;
  readonly error: CallFailure | null;
  onSubmit(): void;
}

/** The one card on screen before work can start. */
export function GateForm(props: GateFormProps) {
  const frame = useRef<HTMLElement>(null);
  useFirstFocus(frame, props.title);
  return (
    <main className="mc-gate" ref={frame}>
      <div className="mc-card mc-gate-card">
        <h1>{props.title}</h1>
        {props.lead && <p className="mc-gate-lead">{props.lead}</p>}
        {props.children}
        {props.error && <ErrorNote error={props.error} />}
        <Button
          kind="primary"
          shortcut="Enter"
          onPress={props.onSubmit}
          isDisabled={!props.ready}
          isPending={props.running}
        >
          {props.submit}
        </Button>
        {props.running && <Loading />}
      </div>
    </main>
  );
}
