import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ScannedCode } from '../../main/contract/scanned-code.ts';
import type { ScanView } from '../../main/contract/views.ts';
import { useEvent } from './api.ts';
import type { CallFailure } from './api.ts';
import { readWedge, wedgeCode } from './wedge-reading.ts';
import { useWedge } from './wedge.ts';
import type { WedgeScan } from './wedge.ts';

export type UsableScan = Exclude<ScanView, { kind: 'unusable' }>;

/** What the window tells about the last scan: unusable, unreadable channel, or not for this screen. */
export type ScanNotice =
  | {
      readonly kind: 'unusable';
      readonly reason: Extract<ScanView, { kind: 'unusable' }>['reason'];
      /** Types the code into the field that was written in, when there was one. */
      readonly insert: (() => void) | null;
    }
  | { readonly kind: 'failed'; readonly error: CallFailure }
  | { readonly kind: 'no-dossier'; readonly code: string }
  | { readonly kind: 'offered'; readonly scan: UsableScan };

/** Where a scan went, for the person to read. */
export type ScanLanding = 'applicant' | 'owner' | 'new-dossier' | 'procedure' | 'dossier';

/** Takes a scan and says where it went; null when it was of no use to this screen. */
export type ScanHandler = (scan: UsableScan) => ScanLanding | null;

/** A step of the work is asked before the screen around it. */
export type ScanPlace = 'step' | 'screen';

interface ScanState {
  readonly notice: ScanNotice | null;
  /** Where the last scan went; for a short while. */
  readonly landed: ScanLanding | null;
  /** Counts scans: the same words about another scan are said anew. */
  readonly heard: number;
  dismiss(): void;
  /** Another place is shown: what was said about a scan no longer belongs here; a failure still does. */
  leave(): void;
  /** Shows a notice that belongs to a scan or a command of the whole window. */
  tell(notice: ScanNotice): void;
  register(place: ScanPlace, handler: ScanHandler): () => void;
}

/** How long it is said where a scan went, ms. */
const landedMs = 8_000;

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
  const [landed, setLanded] = useState<ScanLanding | null>(null);
  const [heard, setHeard] = useState(0);
  const landing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(landing.current), []);

  const take = useCallback((scan: UsableScan) => {
    setNotice(null);
    const ask = (place: ScanPlace): ScanLanding | null => {
      for (const each of handlers.current) {
        const taken = each.place === place ? each.handler(scan) : null;
        if (taken !== null) return taken;
      }
      return null;
    };
    const taken = ask('step') ?? ask('screen');
    setLanded(taken);
    clearTimeout(landing.current);
    if (taken === null) setNotice({ kind: 'offered', scan });
    else landing.current = setTimeout(() => setLanded(null), landedMs);
  }, []);
  const hear = useCallback(
    (code: ScannedCode, wedge: WedgeScan | null) => {
      if (!active) return;
      const read = readWedge(code.payload, wedge);
      setHeard((before) => before + 1);
      if (read.kind !== 'unusable') return take(read);
      setLanded(null);
      const back = wedge?.giveBack ?? null;
      const insert = back && (() => void back(code.payload));
      setNotice({ kind: 'unusable', reason: read.reason, insert });
    },
    [active, take],
  );
  const hearWedge = useCallback((scan: WedgeScan) => hear(wedgeCode(scan.text), scan), [hear]);
  useWedge(hearWedge, { hearing: active });
  useEvent('scanned', ({ code }) => hear(code, null));
  useEvent('scan.failed', ({ error }) => {
    if (active) setNotice({ kind: 'failed', error });
  });
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
    () => ({ notice, landed, heard, dismiss, leave, tell: setNotice, register }),
    [notice, landed, heard, dismiss, leave, register],
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
