import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ScanView } from '../../main/contract/views.ts';
import { call } from './api.ts';
import type { CallFailure } from './api.ts';
import { useWedge } from './wedge.ts';

export type UsableScan = Exclude<ScanView, { kind: 'unusable' }>;

/** What the window tells about the last scan: unusable, unreadable channel, or not for this screen. */
export type ScanNotice =
  | { readonly kind: 'unusable'; readonly reason: Extract<ScanView, { kind: 'unusable' }>['reason'] }
  | { readonly kind: 'failed'; readonly error: CallFailure }
  | { readonly kind: 'no-dossier'; readonly code: string }
  | { readonly kind: 'offered'; readonly scan: UsableScan };

/** Takes a scan and says whether it was of use to this screen. */
export type ScanHandler = (scan: UsableScan) => boolean;

/** A step of the work is asked before the screen around it. */
export type ScanPlace = 'step' | 'screen';

interface ScanState {
  readonly notice: ScanNotice | null;
  dismiss(): void;
  /** Another place is shown: what was said about a scan no longer belongs here; a failure still does. */
  leave(): void;
  /** Shows a notice that belongs to a scan or a command of the whole window. */
  tell(notice: ScanNotice): void;
  /** Treats a text as if a scanner had sent it. */
  feed(text: string): void;
  register(place: ScanPlace, handler: ScanHandler): () => void;
}

const ScanContext = createContext<ScanState | null>(null);

/** Hears scans on every screen and hands them to the innermost part of the screen that wants them. */
export function ScanProvider({
  active,
  children,
}: {
  readonly active: boolean;
  readonly children: ReactNode;
}) {
  const [notice, setNotice] = useState<ScanNotice | null>(null);
  const handlers = useRef<{ readonly place: ScanPlace; readonly handler: ScanHandler }[]>([]);
  const feed = useCallback(
    (text: string) => {
      if (!active) return;
      void call('identity.read', { text }).then((result) => {
        if (!result.ok) return setNotice({ kind: 'failed', error: result.error });
        const scan = result.value;
        if (scan.kind === 'unusable') return setNotice({ kind: 'unusable', reason: scan.reason });
        setNotice(null);
        const ask = (place: ScanPlace) =>
          handlers.current.some((each) => each.place === place && each.handler(scan));
        const taken = ask('step') || ask('screen');
        if (!taken) setNotice({ kind: 'offered', scan });
        return undefined;
      });
    },
    [active],
  );
  useWedge(feed);
  const dismiss = useCallback(() => setNotice(null), []);
  const leave = useCallback(() => setNotice((before) => (before?.kind === 'failed' ? before : null)), []);
  const register = useCallback((place: ScanPlace, handler: ScanHandler) => {
    const entry = { place, handler };
    handlers.current.push(entry);
    return () => {
      handlers.current = handlers.current.filter((other) => other !== entry);
    };
  }, []);
  const state = useMemo(
    () => ({ notice, dismiss, leave, tell: setNotice, feed, register }),
    [notice, dismiss, leave, feed, register],
  );
  return <ScanContext.Provider value={state}>{children}</ScanContext.Provider>;
}

export function useScan(): Omit<ScanState, 'register'> {
  const state = useContext(ScanContext);
  if (!state) throw new Error('useScan needs a ScanProvider');
  return state;
}

/** While shown, offers every scan to `handler`. */
export function useScanHandler(place: ScanPlace, handler: ScanHandler): void {
  const state = useContext(ScanContext);
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  const register = state?.register;
  useEffect(() => register?.(place, (scan) => latest.current(scan)), [register, place]);
}
