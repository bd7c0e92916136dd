/** Pieces that several operations share. */
import { z } from 'zod';

export const counters = ['counter', 'agency'] as const;
export const id = z.string().min(1).max(64);
export const nothing = z.object({});
/** Bytes travel as they are; the structured clone of IPC keeps their type. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
export const Job = z.object({ jobId: id });
/** A change of a draft names the revision that it was made on. */
export const draftChange = { draftId: id, revision: z.number().int().min(0) };
export const draftErrors = ['not-found', 'draft-changed-elsewhere', 'draft-closed', 'disk-full'] as const;
