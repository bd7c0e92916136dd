import { useEffect, useRef, useState } from 'react';
import { call, useCall, useEvent } from '../../../app/api.ts';
import type { CallFailure } from '../../../app/api.ts';
import type { OutputOf } from '../../../../main/contract/operations.ts';
import type { ChipPassword } from './chip-password.ts';

export type ChipReading = OutputOf<'cards.read'>;
export type CardReader = OutputOf<'cards.readers'>['items'][number];

export type ChipPhase =
  | { readonly kind: 'asking'; readonly error: CallFailure | null }
  | { readonly kind: 'reading'; readonly readId: string; readonly done: number; readonly total: number }
  | { readonly kind: 'read'; readonly reading: ChipReading };

/** One card after the other; what was read lives as long as this does and nowhere else. */
export function useChipReading() {
  const readers = useCall('cards.readers', {});
  const [phase, setPhase] = useState<ChipPhase>({ kind: 'asking', error: null });
  const running = useRef<string | null>(null);
  useEvent('cards.changed', () => readers.reload());
  useEvent('cards.progress', ({ readId, done, total }) => {
    if (readId === running.current) setPhase({ kind: 'reading', readId, done, total });
  });
  const cancel = () => {
    if (running.current) void call('cards.cancel', { readId: running.current }).then(() => undefined);
  };
  useEffect(() => cancel, []);
  const read = async (readerId: string, password: ChipPassword) => {
    const readId = crypto.randomUUID();
    running.current = readId;
    setPhase({ kind: 'reading', readId, done: 0, total: 6 });
    const result = await call('cards.read', { readId, readerId, password });
    if (running.current !== readId) return;
    running.current = null;
    if (result.ok) setPhase({ kind: 'read', reading: result.value });
    else setPhase({ kind: 'asking', error: result.error.code === 'cancelled' ? null : result.error });
  };
  const again = () => setPhase({ kind: 'asking', error: null });
  return { readers, phase, read, cancel, again };
}
