import { createContext, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { SessionView } from '../../main/contract/views.ts';
import { useCall, useEvent } from './api.ts';
import type { CallFailure } from './api.ts';

interface SessionState {
  /** Null until the main process has answered for the first time. */
  readonly session: SessionView | null;
  readonly error: CallFailure | null;
  readonly loading: boolean;
  /** Takes over the session that an operation returned. */
  setSession(session: SessionView): void;
  reload(): void;
}

const SessionContext = createContext<SessionState | null>(null);

export function SessionProvider({
  known,
  children,
}: {
  readonly known: SessionView | null;
  readonly children: ReactNode;
}) {
  const first = useCall('session.state', {}, known);
  const [newer, setSession] = useState<SessionView | null>(null);
  useEvent('session.changed', (event) => setSession(event.session));
  const state = useMemo(
    () => ({
      session: newer ?? first.value,
      error: newer ? null : first.error,
      loading: first.loading,
      setSession,
      reload: first.reload,
    }),
    [newer, first.value, first.error, first.loading, first.reload],
  );
  return <SessionContext.Provider value={state}>{children}</SessionContext.Provider>;
}

export function useSessionState(): SessionState {
  const state = useContext(SessionContext);
  if (!state) throw new Error('useSessionState needs a SessionProvider');
  return state;
}

/** The session, on screens that are only shown once it is known. */
export function useSession(): SessionView {
  const { session } = useSessionState();
  if (!session) throw new Error('no session yet');
  return session;
}
