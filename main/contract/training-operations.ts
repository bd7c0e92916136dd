/** The training dock; refused outside training mode. */
import { z } from 'zod';
import { VirtualCard } from './cards-operations.ts';
import { operation } from './define.ts';
import { Bytes, counters, nothing } from './operation-parts.ts';

export const trainingOperations = {
  'training.cards': operation({
    roles: counters,
    staff: 'none',
    input: nothing,
    output: z.object({ items: z.array(z.object({ label: z.string(), payload: z.string() })) }),
    errors: ['not-in-training'],
  }),
  'training.city': operation({
    roles: counters,
    staff: 'none',
    /** Stops or starts the simulated city. */
    input: z.object({ running: z.boolean() }),
    output: nothing,
    errors: ['not-in-training', 'timed-out'],
  }),
  'training.holdCode': operation({
    roles: counters,
    staff: 'none',
    /** Holds a code before the virtual reader, which delivers it as a real one would, or goes wrong. */
    input: z.object({
      payload: z.string().min(1).max(20_000),
      fault: z.enum(['none', 'garbage', 'endless', 'cut-off', 'flood', 'unplug']),
    }),
    output: nothing,
    errors: ['not-in-training', 'reader-absent', 'timed-out'],
  }),
  'training.scanner': operation({
    roles: counters,
    staff: 'none',
    /** Arms one fault of the virtual scanner, or none. */
    input: z.object({
      fault: z.enum(['none', 'absent', 'busy', 'jam', 'empty', 'blurred']),
      /** Side at which paper jams or that is out of focus, from 1; 2 unless told. */
      page: z.number().int().min(1).max(100).optional(),
      /** Side of the next scan that is blank, from 1; none unless told. */
      blank: z.number().int().min(1).max(100).optional(),
      /** Sheets in the feeder; null fills it for each scan, as it is unless told. */
      sheets: z.number().int().min(1).max(50).nullable().optional(),
    }),
    output: nothing,
    errors: ['not-in-training'],
  }),
  'training.printer': operation({
    roles: counters,
    staff: 'none',
    /** How the virtual slip printer is; `none`: somebody has seen to it, and switched it off and on. */
    input: z.object({
      fault: z.enum(['none', 'paper-low', 'paper-out', 'cover-open', 'silent-after-cut']),
    }),
    output: nothing,
    errors: ['not-in-training'],
  }),
  'training.chip': operation({
    roles: counters,
    staff: 'none',
    /** Puts a synthetic card into the virtual chip reader, or takes it out. */
    input: z.object({ card: VirtualCard.nullable() }),
    output: nothing,
    errors: ['not-in-training'],
  }),
  'training.lastSlip': operation({
    roles: counters,
    staff: 'none',
    /** The last slip as the virtual printer decoded it from its bytes (PNG), those bytes (ESC/POS), and how many it cut off. */
    input: nothing,
    output: z.object({ png: Bytes.nullable(), raw: Bytes.nullable(), printed: z.number().int() }),
    errors: ['not-in-training'],
  }),
};
