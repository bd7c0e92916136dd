import { useCallback, useRef, useState } from 'react';
import { call, useEvent } from '../../../app/api.ts';
import type { CallFailure } from '../../../app/shapes.ts';
import type { InputOf } from '../../../../main/contract/operations.ts';

export type PaperName = InputOf<'printing.print'>['paper'];

/**
 * Where a print stands. `reason`: it was printed before, so a reason is asked for; `unknown`: the printer did not say
 * whether paper came out, so the officer is asked.
 */
export type PrintState =
  | { readonly step: 'idle' | 'printing' | 'confirmed' | 'unknown' | 'reason' }
  | { readonly step: 'failed'; readonly error: CallFailure };

export interface Print {
  readonly state: PrintState;
  print(reason: string | null): void;
  /** The officer saw the paper. */
  seen(): void;
  askReason(): void;
  reset(): void;
}

/** Prints one paper of a dossier; a double press sends one job. */
export function usePrint(dossierId: string, paper: PaperName, printerId: string | null): Print {
  const [state, setState] = useState<PrintState>({ step: 'idle' });
  const sending = useRef(false);

  const print = useCallback(
    (reason: string | null) => {
      if (sending.current) return;
      sending.current = true;
      setState({ step: 'printing' });
      void call('printing.print', { dossierId, paper, printerId, reprintReason: reason }).then((result) => {
        sending.current = false;
        if (result.ok) setState({ step: result.value.outcome });
        else if (result.error.code === 'note-required') setState({ step: 'reason' });
        else setState({ step: 'failed', error: result.error });
      });
    },
    [dossierId, paper, printerId],
  );
  // A slip is asked about at the head of every screen, for it stays in question when this one is left.
  useEvent('printing.questions', () => {
    if (paper === 'slip') setState((before) => (before.step === 'unknown' ? { step: 'idle' } : before));
  });
  const seen = useCallback(() => setState({ step: 'confirmed' }), []);
  const askReason = useCallback(() => setState({ step: 'reason' }), []);
  const reset = useCallback(() => setState({ step: 'idle' }), []);
  return { state, print, seen, askReason, reset };
}
