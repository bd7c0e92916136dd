import { useEffect, useState } from 'react';
import { call } from './api.ts';
import type { CallFailure, ProcedureView } from './shapes.ts';

interface Loaded {
  readonly code: string;
  readonly value: ProcedureView | null;
  readonly error: CallFailure | null;
}

/** A procedure by its code; nothing while there is no code or no answer yet. */
export function useProcedure(code: string | null): {
  readonly procedure: ProcedureView | null;
  readonly error: CallFailure | null;
} {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    if (!code) return undefined;
    let current = true;
    void call('catalogue.procedure', { code }).then((result) => {
      if (!current) return;
      setLoaded(
        result.ok ? { code, value: result.value, error: null } : { code, value: null, error: result.error },
      );
    });
    return () => {
      current = false;
    };
  }, [code]);
  const fits = loaded !== null && loaded.code === code;
  return { procedure: fits ? loaded.value : null, error: fits ? loaded.error : null };
}
