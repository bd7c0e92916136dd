import { useCallback, useRef, useState } from 'react';
import { call } from '../../../app/api.ts';
import type { DraftHandle } from '../../../app/draft.tsx';
import { useRouter } from '../../../app/router.tsx';
import type { CallFailure } from '../../../app/shapes.ts';

export interface Accept {
  accept(): void;
  readonly accepting: boolean;
  readonly error: CallFailure | null;
}

/** Accepts once: a double click or a held key sends nothing twice, and what is being typed is kept first. */
export function useAccept(draft: DraftHandle, keepFields: () => void): Accept {
  const { go } = useRouter();
  const sending = useRef(false);
  const [accepting, setAccepting] = useState(false);
  const [error, setError] = useState<CallFailure | null>(null);

  const accept = useCallback(() => {
    if (sending.current) return;
    sending.current = true;
    setAccepting(true);
    setError(null);
    keepFields();
    void (async () => {
      const { id, revision } = await draft.settled();
      const result = await call('intake.accept', { draftId: id, revision });
      sending.current = false;
      setAccepting(false);
      if (result.ok) go({ name: 'work', draftId: id, step: 'receipt', dossierId: result.value.id });
      else setError(result.error);
    })();
  }, [draft, go, keepFields]);

  return { accept, accepting, error };
}
