import { useCallback, useEffect, useRef, useState } from 'react';
import { call, useEvent, useSlow } from '../../app/api.ts';
import type { CallFailure } from '../../app/shapes.ts';
import type { OutputOf } from '../../../main/contract/operations.ts';

export type DossierSummary = OutputOf<'dossier.list'>['items'][number];

const pageSize = 50;

export interface DossierList {
  readonly items: readonly DossierSummary[];
  /** Null until the first answer. */
  readonly total: number | null;
  readonly error: CallFailure | null;
  readonly loading: boolean;
  /** Whether older dossiers may be fetched. */
  readonly more: boolean;
  showMore(): void;
  reload(): void;
}

interface Loaded {
  readonly text: string;
  readonly items: readonly DossierSummary[];
  readonly total: number;
  readonly more: boolean;
}

/** Dossiers that match a text, newest first, a page at a time; the pages shown stay fresh. */
export function useDossierList(text: string): DossierList {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<CallFailure | null>(null);
  const [waiting, setWaiting] = useState(true);
  const turn = useRef(0);
  const shown = useRef(0);

  const load = useCallback(async (wanted: string, before: DossierSummary | null, limit: number) => {
    turn.current += 1;
    const mine = turn.current;
    setWaiting(true);
    const result = await call('dossier.list', { text: wanted, limit, before: before?.acceptedAt ?? null });
    if (mine !== turn.current) return;
    setWaiting(false);
    if (!result.ok) return setError(result.error);
    const { items, total } = result.value;
    setError(null);
    setLoaded((old) => {
      const kept = before && old?.text === wanted ? old.items : [];
      const known = new Set(kept.map((item) => item.id));
      const all = [...kept, ...items.filter((item) => !known.has(item.id))];
      shown.current = all.length;
      return {
        text: wanted,
        items: all,
        total: before && old ? old.total : total,
        more: items.length >= limit,
      };
    });
    return undefined;
  }, []);

  useEffect(() => {
    // Typing should not ask for every letter.
    const timer = setTimeout(() => void load(text, null, pageSize), text === '' ? 0 : 120);
    return () => clearTimeout(timer);
  }, [text, load]);

  const reload = useCallback(() => {
    void load(text, null, Math.min(200, Math.max(pageSize, shown.current)));
  }, [text, load]);
  useEvent('dossier.changed', reload);

  const last = loaded?.items.at(-1) ?? null;
  const showMore = useCallback(() => {
    if (last) void load(text, last, pageSize);
  }, [last, text, load]);

  return {
    items: loaded?.items ?? [],
    total: loaded?.total ?? null,
    error,
    loading: useSlow(waiting),
    more: loaded?.more ?? false,
    showMore,
    reload,
  };
}
