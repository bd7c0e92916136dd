/** Chips of identity cards in a card reader. */
import { z } from 'zod';
import {
  CardReaderView,
  CardSupport,
  chipSteps,
  ChipCheck,
  ChipPassword,
  ChipResult,
  VirtualCard,
} from '../../native-bridge/contract-cards.ts';
import { Person } from '../domain/person.ts';
import { operation } from './define.ts';
import { cardErrors } from './errors.ts';
import { Bytes, counters, id, nothing } from './operation-parts.ts';

/** A PC/SC reader's name may be long. */
export const readerId = z.string().min(1).max(300);
/** What the device process says of chips, for windows too. */
export { chipSteps, ChipCheck, ChipPassword, VirtualCard };

const readingRoles = [...counters, 'kiosk'] as const;

export const ChipReading = z.object({
  person: Person,
  /** As for a scan. */
  warnings: z.array(z.string()),
  level: ChipResult.shape.level,
  checks: z.array(ChipCheck),
  /** False when data or chip proved to be forged or copied: nothing of it may be taken over. */
  usable: z.boolean(),
  /** As printed, dd/MM/yyyy or words; null: not on the chip. */
  expiryDate: z.string().nullable(),
  /** For comparing with the person, then to be forgotten; never stored. */
  face: z.object({ mime: z.enum(['image/jpeg', 'image/jp2']), bytes: Bytes }).nullable(),
});
export type ChipReading = z.infer<typeof ChipReading>;

export const cardsOperations = {
  'cards.readers': operation({
    roles: readingRoles,
    staff: 'any',
    input: nothing,
    output: z.object({
      support: CardSupport,
      items: z.array(CardReaderView),
    }),
    errors: ['timed-out', 'worker-lost'],
  }),
  'cards.read': operation({
    roles: readingRoles,
    staff: 'any',
    /** Its progress is told as `cards.progress` with the same `readId`. */
    input: z.object({ readId: id, readerId, password: ChipPassword }),
    output: ChipReading,
    errors: [...cardErrors, 'cancelled', 'timed-out', 'worker-lost'],
  }),
  'cards.cancel': operation({
    roles: readingRoles,
    staff: 'any',
    input: z.object({ readId: id }),
    output: nothing,
    errors: [],
  }),
};
