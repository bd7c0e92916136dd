/** Reading the chip of an identity card for a window: who it is, what was proven, the picture to compare. */
import type { CardSupport } from '../../native-bridge/contract-cards.ts';
import type { BridgeClient } from '../../native-bridge/contract.ts';
import type { ChipPassword, ChipReading } from '../contract/cards-operations.ts';
import { cardErrors, type ErrorCode } from '../contract/errors.ts';
import type { OutputOf } from '../contract/operations.ts';
import type { WindowEvent } from '../contract/events.ts';
import type { Clock } from '../domain/clock.ts';
import { mayBeUsed, readChipIdentity } from '../domain/identity-chip.ts';
import { fail, ok, type Result } from '../domain/result.ts';

export interface CardService {
  readers(): Promise<Result<OutputOf<'cards.readers'>, ErrorCode>>;
  read(request: {
    readonly readId: string;
    readonly readerId: string;
    readonly password: ChipPassword;
  }): Promise<Result<ChipReading, ErrorCode>>;
  cancel(readId: string): void;
}

const listLimitMs = 10_000;
/** Without a sign of life; the reading itself ends by its own, shorter limits. */
const silenceLimitMs = 35_000;

export function createCardService(parts: {
  readonly bridge: BridgeClient<'cards'>;
  readonly clock: Clock;
  readonly tell: (event: WindowEvent) => void;
}): CardService {
  const running = new Map<string, AbortController>();
  return {
    async readers() {
      const listed = await parts.bridge.call('list', {}, [], { timeoutMs: listLimitMs });
      if (!listed.ok) return fail(listed.error.code === 'worker-lost' ? 'worker-lost' : 'timed-out');
      return ok({ support: listed.value.support, items: listed.value.readers });
    },
    async read({ readId, readerId, password }) {
      const controller = new AbortController();
      running.set(readId, controller);
      // Ethnicity and religion have no place in any form of this counter: they stay in the chip.
      const request = {
        readerId,
        password,
        ethnicityAndReligion: 'leave-out',
        now: parts.clock.now(),
      } as const;
      const outcome = await parts.bridge.call('readChip', request, [], {
        timeoutMs: silenceLimitMs,
        signal: controller.signal,
        onProgress: (done, total) =>
          parts.tell({ type: 'cards.progress', readId, done, total: total ?? done + 1 }),
      });
      running.delete(readId);
      if (!outcome.ok) return fail(knownCardCode(outcome.error.code), { ...outcome.error.details });
      const { zone, person: data, level, checks, face } = outcome.value;
      const identity = readChipIdentity({ zone, data, level });
      if (!identity.ok) return fail(identity.error.code);
      const [picture] = outcome.bodies;
      return ok({
        ...identity.value,
        level,
        checks,
        usable: mayBeUsed(checks),
        expiryDate: data?.expiryDate ?? null,
        face: face && picture ? { mime: face, bytes: picture } : null,
      });
    },
    cancel: (readId) => running.get(readId)?.abort(),
  };
}

/** Why no chip reader can be seen, as an error code; null: they can. */
export function noChipReader(support: CardSupport): ErrorCode | null {
  if (support === 'ready') return null;
  return support === 'none' ? 'card-support-none' : 'card-service-down';
}

const known: readonly string[] = [...cardErrors, 'cancelled', 'timed-out', 'worker-lost'];

export function knownCardCode(code: string): ErrorCode {
  return known.includes(code) ? (code as ErrorCode) : 'card-reader-failed';
}
