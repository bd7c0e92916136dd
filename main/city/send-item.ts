/** Sends one outbox item: files, then dossier, then progress; after a doubtful outcome it asks before it sends. */
import { z } from 'zod';
import type { Dossier } from '../domain/dossier.ts';
import { DossierStatus, Instant } from '../domain/dossier.ts';
import type { Procedure } from '../domain/procedure.ts';
import type { Failure, Result } from '../domain/result.ts';
import { ok } from '../domain/result.ts';
import type { OutboxItem } from '../store/outbox-port.ts';
import type { Store } from '../store/ports.ts';
import { withoutPersonalData } from './personal-data.ts';
import type { CityAdapter, CityError, CityUpload, Pace, ProgressParcel } from './ports.ts';
import type { CitySystems } from './systems.ts';

/** Payloads that intake writes. */
const DossierPayload = z.object({
  dossierId: z.string(),
  /** It was put right after a refusal: the city may hold it as it was. */
  corrected: z.boolean().default(false),
});
const ProgressPayload = z.object({
  dossierId: z.string(),
  status: DossierStatus,
  at: Instant,
  text: z.string(),
});

export type Outcome =
  | {
      readonly kind: 'sent';
      readonly cityCode: string | null;
      /** A dossier of ours that had this code and that the city does not know any more. */
      readonly displaced: string | null;
    }
  /** The city had confirmed this much of the dossier and does not know it any more: it is sent again before this. */
  | { readonly kind: 'lost'; readonly fromSequence: number }
  /** Final: the city's words without personal data. */
  | { readonly kind: 'refused'; readonly words: string }
  /** Final: we ourselves cannot make a message of it; a code of errors.ts. */
  | { readonly kind: 'unsendable'; readonly words: 'not-found' | 'wrong-shape' }
  /** Try again; `unreachable` tells that the city, not the item, is the cause. */
  | { readonly kind: 'later'; readonly reason: string; readonly unreachable: boolean };

export interface SenderParts {
  readonly store: Pick<Store, 'dossiers' | 'staff' | 'blobs' | 'outbox'>;
  readonly systems: CitySystems;
  readonly procedureOf: (code: string, catalogueVersion: string) => Procedure | null;
  /** How fast the files of a dossier may go now; undefined: as fast as they can. */
  readonly paceOf: (dossierId: string) => Pace | undefined;
}

type UploadError = CityError | 'page-damaged' | 'not-found';

/** Null when its payload is not that of a step. */
export function progressParcelOf(
  store: Pick<Store, 'staff'>,
  dossier: Dossier,
  cityCode: string,
  item: OutboxItem,
): ProgressParcel | null {
  const payload = ProgressPayload.safeParse(item.payload);
  if (!payload.success) return null;
  const { status, at, text } = payload.data;
  return {
    ...{ dossier, cityCode, status, at, text },
    officerTitle: store.staff.byId(dossier.officerId)?.title ?? '',
  };
}

/** `isSetBack`: asks the system anew whether it may have lost what it had confirmed. */
export type SendItem = (
  item: OutboxItem,
  signal: AbortSignal,
  isSetBack: () => Promise<boolean>,
) => Promise<Outcome>;

const lostFrom = (fromSequence: number): Outcome => ({ kind: 'lost', fromSequence });
const done: Outcome = { kind: 'sent', cityCode: null, displaced: null };

/** Dossiers whose confirmed files are remembered while they wait for their next attempt. */
const mostResumed = 200;

export function createItemSender({ store, systems, procedureOf, paceOf }: SenderParts): SendItem {
  /** Files that the city has confirmed for a dossier still under way: a broken line does not start them anew. */
  const uploaded = new Map<string, Map<string, CityUpload>>();

  const outcomeOf = (error: Failure<UploadError>, dossier: Dossier): Outcome => {
    if (error.code === 'city-refused') {
      return {
        kind: 'refused',
        words: withoutPersonalData(String(error.details?.['message'] ?? ''), dossier),
      };
    }
    const unreachable = error.code === 'city-unreachable';
    return {
      kind: 'later',
      reason: unreachable ? String(error.details?.['reason']) : error.code,
      unreachable,
    };
  };

  const uploadFiles = async (
    adapter: CityAdapter,
    dossier: Dossier,
    kept: Map<string, CityUpload>,
    signal: AbortSignal,
  ): Promise<Result<null, UploadError>> => {
    const missing = dossier.files.filter((file) => !kept.has(file.id));
    const held = await adapter.holds(
      missing.map(({ sha256 }) => sha256),
      signal,
    );
    if (!held.ok) return held;
    for (const file of missing) {
      const there = held.value.get(file.sha256);
      if (there) {
        kept.set(file.id, there);
        continue;
      }
      const bytes = await store.blobs.get(file.blob);
      if (!bytes.ok) return bytes;
      const outgoing = { name: file.name, sha256: file.sha256, bytes: bytes.value };
      const sent = await adapter.upload(outgoing, signal, paceOf(dossier.id));
      if (!sent.ok) return sent;
      kept.set(file.id, sent.value);
    }
    return ok(null);
  };

  /** A code that another dossier of ours has is taken from it only when the city has forgotten that one. */
  const sentAs = async (
    adapter: CityAdapter,
    dossier: Dossier,
    cityCode: string,
    signal: AbortSignal,
  ): Promise<Outcome> => {
    const holder = store.dossiers.idOfCityCode(cityCode);
    const other = holder === null || holder === dossier.id ? null : store.dossiers.get(holder);
    if (other?.cityCode !== cityCode) return { kind: 'sent', cityCode, displaced: null };
    const held = await adapter.standing(cityCode, other.id, signal);
    const forgotten = held.ok && held.value.holder === 'another';
    return forgotten
      ? { kind: 'sent', cityCode, displaced: other.id }
      : { kind: 'later', reason: 'unexpected', unreachable: false };
  };

  const sendDossier = async (
    adapter: CityAdapter,
    item: OutboxItem,
    accepted: Dossier,
    signal: AbortSignal,
  ): Promise<Outcome> => {
    let dossier = accepted;
    const corrected = DossierPayload.safeParse(item.payload).data?.corrected ?? false;
    // A later message of the same dossier changes what is there; the first one has done its work once it is.
    const asks = corrected ? dossier.cityCode === null : item.attempts > 0;
    if (asks && (dossier.cityCode === null || item.sequence === 1)) {
      const known = await adapter.findDossier(dossier.id, signal);
      if (!known.ok) return outcomeOf(known.error, dossier);
      if (known.value !== null && !corrected) return sentAs(adapter, dossier, known.value, signal);
      // What the city holds may be what it was before: it is sent over it.
      if (known.value !== null) dossier = { ...dossier, cityCode: known.value };
    }
    const resumed = uploaded.get(dossier.id);
    const kept = resumed ?? new Map<string, CityUpload>();
    uploaded.set(dossier.id, kept);
    for (const oldest of uploaded.keys()) if (uploaded.size > mostResumed) uploaded.delete(oldest);
    const files = await uploadFiles(adapter, dossier, kept, signal);
    if (!files.ok) return outcomeOf(files.error, dossier);
    const procedure = procedureOf(dossier.procedureCode, dossier.catalogueVersion);
    const sent = await adapter.sendDossier({ dossier, procedure, uploads: kept }, signal);
    if (sent.ok) return sentAs(adapter, dossier, sent.value, signal);
    if (sent.error.code === 'city-refused') {
      uploaded.delete(dossier.id);
      // The city may have dropped files of an earlier attempt: only a refusal of fresh ones is its last word.
      if (resumed && resumed.size > 0) return { kind: 'later', reason: 'uploads-stale', unreachable: false };
    }
    return outcomeOf(sent.error, dossier);
  };

  /** What was sent of the dossier before this step, and is a step. */
  const earlierSteps = (
    item: OutboxItem,
    dossier: Dossier,
    cityCode: string,
  ): { readonly sequence: number; readonly step: ProgressParcel }[] =>
    store.outbox.sentOf(dossier.id).flatMap((sent) => {
      const isStep = sent.kind === 'progress' && sent.sequence < item.sequence;
      const step = isStep ? progressParcelOf(store, dossier, cityCode, sent) : null;
      return step ? [{ sequence: sent.sequence, step }] : [];
    });

  /** The step is there, and steps of ours that the city had lost came after it: its status is told once more. */
  const sendStatus = async (
    adapter: CityAdapter,
    parcel: ProgressParcel,
    signal: AbortSignal,
  ): Promise<Outcome> => {
    if (adapter.sendStatus) {
      const told = await adapter.sendStatus(parcel, signal);
      return told.ok ? done : outcomeOf(told.error, parcel.dossier);
    }
    const dossier = { ...parcel.dossier, status: parcel.status };
    const uploads = new Map<string, CityUpload>();
    const files = await uploadFiles(adapter, dossier, uploads, signal);
    if (!files.ok) return outcomeOf(files.error, dossier);
    const procedure = procedureOf(dossier.procedureCode, dossier.catalogueVersion);
    const sent = await adapter.sendDossier({ dossier, procedure, uploads }, signal);
    return sent.ok ? done : outcomeOf(sent.error, dossier);
  };

  const sendProgress = async (
    adapter: CityAdapter,
    item: OutboxItem,
    dossier: Dossier,
    signal: AbortSignal,
    isSetBack: () => Promise<boolean>,
  ): Promise<Outcome> => {
    if (dossier.cityCode === null) return { kind: 'later', reason: 'dossier-not-linked', unreachable: false };
    const parcel = progressParcelOf(store, dossier, dossier.cityCode, item);
    if (!parcel) return { kind: 'unsendable', words: 'wrong-shape' };
    const look = () => adapter.standing(parcel.cityCode, dossier.id, signal);
    const before = await look();
    if (!before.ok && (before.error.code === 'city-unreachable' || item.attempts > 0)) {
      return outcomeOf(before.error, dossier);
    }
    if (before.ok) {
      // A city that was set back may have given the code to another, whose step this would become.
      if (before.value.holder === 'another') return lostFrom(1);
      const earlier = earlierSteps(item, dossier, parcel.cityCode);
      const isAbsent = ({ step }: { step: ProgressParcel }): boolean =>
        before.value.look(step, []) === 'absent';
      const lost = before.value.listsSteps ? earlier.find(isAbsent) : undefined;
      if (lost && (await isSetBack())) return lostFrom(before.value.holder === 'ours' ? lost.sequence : 1);
      const steps = earlier.map(({ step }) => step);
      // One never tried cannot be there: a city that keeps no words may show another of the same second.
      const stands = item.attempts > 0 ? before.value.look(parcel, steps) : 'absent';
      if (stands === 'stale') return sendStatus(adapter, parcel, signal);
      if (stands === 'whole') return done;
    }
    const sent = await adapter.sendProgress(parcel, signal);
    if (sent.ok) return done;
    if (sent.error.code === 'city-refused') {
      // A step is also refused when its dossier went away with a backup that was brought back.
      const now = await look();
      if (!now.ok && now.error.code === 'city-unreachable') return outcomeOf(now.error, dossier);
      if (now.ok && now.value.holder !== 'ours') return lostFrom(1);
    }
    return outcomeOf(sent.error, dossier);
  };

  return async (item, signal, isSetBack) => {
    const payload = DossierPayload.safeParse(item.payload);
    const dossier = payload.success ? store.dossiers.get(payload.data.dossierId) : null;
    if (!dossier) return { kind: 'unsendable', words: payload.success ? 'not-found' : 'wrong-shape' };
    const system = systems.of(dossier);
    if (!system.ok) return { kind: 'later', reason: system.error.code, unreachable: false };
    const send = item.kind === 'dossier' ? sendDossier : sendProgress;
    const outcome = await send(system.value.adapter, item, dossier, signal, isSetBack);
    if (outcome.kind === 'sent') uploaded.delete(dossier.id);
    return outcome;
  };
}
