/** The gate at capture: what is seen on a page, and what an officer decides about it. */
import { z } from 'zod';
import { Draft } from '../domain/dossier.ts';
import { operation } from './define.ts';
import { Bytes, counters, draftChange, draftErrors, id, nothing } from './operation-parts.ts';
import { PageLook } from './page-look.ts';

const onePage = { ownerId: id, pageId: id };

export const gateOperations = {
  'gate.looks': operation({
    roles: counters,
    staff: 'any',
    /** What has been seen on the pages of a draft or dossier, those aside too; news come as `page.looked`. */
    input: z.object({ ownerId: id }),
    output: z.object({ items: z.array(z.object({ pageId: id, look: PageLook })) }),
    errors: ['not-found'],
  }),
  'gate.look': operation({
    roles: counters,
    staff: 'any',
    /** A person looks at this page of a draft: it is looked at before the others, and again when that failed. */
    input: z.object(onePage),
    output: nothing,
    errors: ['not-found'],
  }),
  'gate.decide': operation({
    roles: counters,
    staff: 'any',
    /** The faults of a page are accepted, with why; `null` takes that back. */
    input: z.object({ ...draftChange, pageId: id, reason: z.string().trim().min(1).max(300).nullable() }),
    output: Draft,
    errors: draftErrors,
  }),
  'gate.fileAside': operation({
    roles: counters,
    staff: 'any',
    /** A page that was set aside, as blank or as a separator, goes into the file, where it lay. */
    input: z.object({ ...draftChange, pageId: id }),
    output: Draft,
    errors: draftErrors,
  }),
  'gate.keepAside': operation({
    roles: counters,
    staff: 'any',
    /** The officer has seen what was set aside of a paper and leaves it there. */
    input: z.object({ ...draftChange, componentId: id }),
    output: Draft,
    errors: draftErrors,
  }),
  'gate.split': operation({
    roles: counters,
    staff: 'any',
    /** Each paper on the glass becomes a page; the page as captured is kept aside. */
    input: z.object({ ...draftChange, pageId: id }),
    output: Draft,
    errors: [...draftErrors, 'worker-lost', 'timed-out', 'page-damaged', 'file-damaged', 'image-too-small'],
  }),
  'gate.join': operation({
    roles: counters,
    staff: 'any',
    /** Takes a split back: `pageId` is the page as captured. */
    input: z.object({ ...draftChange, pageId: id }),
    output: Draft,
    errors: draftErrors,
  }),
  'gate.filePicture': operation({
    roles: counters,
    staff: 'any',
    /** The page as its file will show it, unrotated; made now if it is not there yet. A page of a kept PDF: not-found. */
    input: z.object(onePage),
    output: z.object({ mime: z.string(), bytes: Bytes, dpi: z.number() }),
    errors: ['not-found', 'worker-lost', 'timed-out', 'page-damaged', 'file-damaged', 'disk-full'],
  }),
};
