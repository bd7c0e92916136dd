/** Code readers on HID and serial lines. */
import { z } from 'zod';
import { operation } from './define.ts';
import { counters, nothing } from './operation-parts.ts';
import { ReaderView } from './views.ts';

const readerId = z.string().min(1).max(512);

export const readerOperations = {
  'readers.list': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(ReaderView) }),
    errors: ['timed-out'],
  }),
  'readers.trigger': operation({
    roles: counters,
    staff: 'any',
    /** Begins or ends a reading by software, where the reader can. */
    input: z.object({ readerId, on: z.boolean() }),
    output: nothing,
    errors: ['reader-absent', 'reader-cannot', 'reader-failed', 'timed-out'],
  }),
  'readers.beep': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ readerId, sound: z.enum(['good', 'error']) }),
    output: nothing,
    errors: ['reader-absent', 'reader-cannot', 'reader-failed', 'timed-out'],
  }),
};
