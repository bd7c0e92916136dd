/** A slip by what is drawn on it; used by the imaging workers and the printers. */
import { z } from 'zod';

/** One thing drawn on a paper roll, top to bottom. Sizes in dots (203 dpi: 8 dots = 1 mm). */
export const SlipItem = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    text: z.string(),
    size: z.number(),
    weight: z.enum(['regular', 'bold']),
    align: z.enum(['left', 'center', 'right']),
  }),
  z.object({ type: z.literal('pair'), left: z.string(), right: z.string(), size: z.number() }),
  z.object({ type: z.literal('qr'), text: z.string(), size: z.number() }),
  z.object({ type: z.literal('code128'), text: z.string(), height: z.number() }),
  z.object({ type: z.literal('rule') }),
  z.object({ type: z.literal('space'), height: z.number() }),
]);
export type SlipItem = z.infer<typeof SlipItem>;
