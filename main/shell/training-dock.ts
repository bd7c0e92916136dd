/** The levers of training mode: virtual cards, faults of the virtual scanner and slip printer, the simulated city, the last slip. */
import type { InputOf, OutputOf } from '../contract/operations.ts';
import type { SlipFault } from '../../native-bridge/contract-printers.ts';
import type { ReaderFault } from '../../native-bridge/contract-readers.ts';
import type { BridgeClient, ParamsOf } from '../../native-bridge/contract.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { trainingCards } from './training-pack.ts';

export interface TrainingDock {
  readonly cards: readonly { readonly label: string; readonly payload: string }[];
  city(running: boolean): Promise<Result<Record<string, never>, 'timed-out'>>;
  scanner(set: InputOf<'training.scanner'>): Promise<Result<Record<string, never>, 'not-in-training'>>;
  /** Holds a code before the virtual reader. */
  holdCode(
    payload: string,
    fault: ReaderFault,
  ): Promise<Result<Record<string, never>, 'reader-absent' | 'timed-out'>>;
  printer(fault: SlipFault): Promise<Result<Record<string, never>, 'not-in-training'>>;
  chip(card: ResultCard): Promise<Result<Record<string, never>, 'not-in-training'>>;
  lastSlip(): Promise<OutputOf<'training.lastSlip'>>;
}

type ResultCard = ParamsOf<'cards', 'insert'>['card'];

const answerLimitMs = 15_000;

export function createTrainingDock(parts: {
  readonly simulator: () => Promise<{ start(): Promise<void>; stop(): Promise<void> }>;
  readonly scanners: BridgeClient<'scanners'>;
  readonly printers: BridgeClient<'printers'>;
  readonly readers: BridgeClient<'readers'>;
  readonly cards: BridgeClient<'cards'>;
  readonly afterChange: () => void;
}): TrainingDock {
  return {
    cards: trainingCards,
    async city(running) {
      const change = parts
        .simulator()
        .then((simulator) => (running ? simulator.start() : simulator.stop()))
        .then(
          () => true,
          () => false,
        );
      const limit = new Promise<false>((resolve) => setTimeout(() => resolve(false), answerLimitMs).unref());
      if (!(await Promise.race([change, limit]))) return fail('timed-out');
      parts.afterChange();
      return ok({});
    },
    async scanner(set) {
      const armed = await parts.scanners.call('arm', set, [], {
        timeoutMs: answerLimitMs,
      });
      parts.afterChange();
      return armed.ok ? ok({}) : fail('not-in-training');
    },
    async holdCode(payload, fault) {
      const held = await parts.readers.call('simulate', { payload, aim: ']Q3', fault }, [], {
        timeoutMs: answerLimitMs,
      });
      if (held.ok) return ok({});
      return fail(held.error.code === 'reader-absent' ? 'reader-absent' : 'timed-out');
    },
    async printer(fault) {
      const armed = await parts.printers.call('arm', { fault }, [], { timeoutMs: answerLimitMs });
      parts.afterChange();
      return armed.ok ? ok({}) : fail('not-in-training');
    },
    async chip(card) {
      const inserted = await parts.cards.call('insert', { card }, [], { timeoutMs: answerLimitMs });
      return inserted.ok ? ok({}) : fail('not-in-training');
    },
    async lastSlip() {
      const slip = await parts.printers.call('lastSlip', {}, [], { timeoutMs: answerLimitMs });
      const [png = null, raw = null] = slip.ok ? slip.bodies : [];
      return { png, raw, printed: slip.ok ? slip.value.printed : 0 };
    },
  };
}
