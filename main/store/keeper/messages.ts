/** What the station asks the keeper's process for, one job a process, and what it answers: a line of JSON each. */
import { z } from 'zod';

const bytes32 = z.string().regex(/^[0-9a-f]{64}$/);

const BackupTarget = z.object({
  target: z.string().min(1),
  label: z.string().regex(/^[A-Za-z0-9-]{1,80}$/),
  counter: z.string().max(200),
  keep: z.number().int().min(1).max(1_000),
  sameDisk: z.enum(['refuse', 'allow']),
});
export type BackupTarget = z.infer<typeof BackupTarget>;

export const KeeperJob = z.discriminatedUnion('task', [
  z.object({ task: z.literal('backup'), folder: z.string(), dataKey: bytes32, backup: BackupTarget }),
  z.object({
    task: z.literal('check'),
    folder: z.string(),
    dataKey: bytes32,
    /** Where good copies of damaged page files may lie. */
    backup: BackupTarget.nullable(),
  }),
]);
export type KeeperJob = z.infer<typeof KeeperJob>;

/** What a check of the whole store found; never a word of what it holds. */
export const StoreFindings = z.object({
  /** Lines of complaint of the database's own check. */
  complaints: z.number().int(),
  /** First event that does not hold together with those before it, or null. */
  brokenEvent: z.number().int().nullable(),
  pages: z.object({
    sound: z.number().int(),
    /** Taken from the backup again. */
    healed: z.number().int(),
    /** Damaged and set aside; their ids, the first hundred. */
    setAside: z.array(z.string()).max(100),
  }),
  /** Local codes of the dossiers that a damaged page lies in, or whose own row is damaged; the first hundred. */
  dossiers: z.array(z.string()).max(100),
});
export type StoreFindings = z.infer<typeof StoreFindings>;

export const backupErrors = [
  'backup-gone',
  'backup-same-disk',
  'backup-no-room',
  'store-damaged',
  'backup-failed',
] as const;
export type BackupFailure = (typeof backupErrors)[number];

export const KeeperAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alive') }),
  z.object({
    kind: z.literal('backed-up'),
    generation: z.string(),
    sequence: z.number().int(),
    copied: z.number().int(),
    /** The backup knows of events that this store does not: it was set back by somebody else. */
    knowsMore: z.boolean(),
  }),
  z.object({ kind: z.literal('checked'), findings: StoreFindings }),
  z.object({ kind: z.literal('failed'), code: z.enum(backupErrors) }),
]);
export type KeeperAnswer = z.infer<typeof KeeperAnswer>;
