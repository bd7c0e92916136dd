/**
 * What a counter that is to be killed says, one line of JSON each. A word of `acknowledged` is said only after the
 * application has told the person: what it names must be there for ever.
 */
import { z } from 'zod';

const id = z.string();

export const Acknowledged = z.discriminatedUnion('t', [
  /** A draft as the screen shows it: this revision or a later one must be there. */
  z.object({ t: z.literal('draft'), draftId: id, revision: z.number().int() }),
  /** A page of the document camera; `sha256` of the JPEG that was handed over, which is kept byte for byte. */
  z.object({ t: z.literal('page'), draftId: id, componentId: id, pageId: id, sha256: z.string() }),
  z.object({ t: z.literal('ticket'), jobId: id, number: z.number().int(), label: z.string() }),
  z.object({
    t: z.literal('dossier'),
    dossierId: id,
    localCode: z.string(),
    /** Of its component files, lower-case hex. */
    files: z.array(z.string()),
    /** Of what the city shall have, in đồng; null where the fee is not known. */
    fee: z.number().nullable(),
  }),
  z.object({ t: z.literal('slip'), dossierId: id }),
  /** The screen shows the city's code. */
  z.object({ t: z.literal('city'), dossierId: id, cityCode: z.string() }),
  /** The person said what became of a paper. */
  z.object({ t: z.literal('answer'), jobId: id, seen: z.enum(['came-out', 'did-not']) }),
]);
export type Acknowledged = z.infer<typeof Acknowledged>;

export const Word = z.union([
  Acknowledged,
  /** The store is open, the officer signed in, and the counter has answered. */
  z.object({ t: z.literal('ready') }),
  /** "Did it come out?": the driver looks at the paper and answers with a line `came-out` or `did-not`. */
  z.object({ t: z.literal('look'), kind: z.enum(['ticket', 'slip']), label: z.string() }),
  /** Everything has been sent and every question answered; or the one transaction is over. */
  z.object({ t: z.literal('over') }),
  /** An operation was refused by name; the officer goes on with something else. */
  z.object({ t: z.literal('refused'), operation: z.string(), code: z.string() }),
]);
export type Word = z.infer<typeof Word>;

export interface CounterTask {
  /**
   * `endless`: works until killed. `one`: waits for the line `go`; one citizen
   * from page to city; ends. `settle`: no new work, all is sent.
   */
  readonly mode: 'endless' | 'one' | 'settle';
  readonly seed: number;
  readonly dataFolder: string;
  /** JPEGs as a document camera gives them. */
  readonly pageFolder: string;
  /** The built application and the project, where device processes and fonts lie. */
  readonly built: string;
  readonly projectRoot: string;
  /** As in station.json. */
  readonly settings: unknown;
}
