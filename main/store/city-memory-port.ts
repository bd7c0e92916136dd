/** What the store keeps about the city's systems. A system is named by the `id` of its row in the station's settings. */
import type { Instant } from '../domain/dossier.ts';

/** One thing that a city system has told; `id` is the system's own and is taken once. */
export interface CityChangeRow {
  readonly id: string;
  /** The dossier of ours that it is about; null when it is about none that we know. */
  readonly dossierId: string | null;
  readonly kind: string;
  readonly at: Instant;
  /** Must be JSON. */
  readonly body: unknown;
}

export interface CityBundleRow {
  readonly kind: string;
  /** Grows with every issue. */
  readonly version: number;
  /** First day in force, yyyy-MM-dd. */
  readonly effectiveFrom: string;
  /** The signed bytes, base64. */
  readonly content: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

/** Writes throw on a full disk like those of other tables: call them inside `transaction`. */
export interface CityMemory {
  /** The system that a dossier was given to; '' when it was before systems had names; null when to none yet. */
  systemOf(dossierId: string): string | null;
  /** Once; a later call for the same dossier changes nothing. */
  assign(dossierId: string, system: string, at: Instant): void;
  /** Ids of the dossiers given to a system, in no order. */
  dossiersOf(system: string): string[];
  reservedCode(dossierId: string): string | null;
  /** Of a dossier that has a system. */
  reserveCode(dossierId: string, code: string): void;

  uploadUrl(system: string, sha256: string): string | null;
  keepUpload(system: string, sha256: string, url: string, at: Instant): void;
  forgetUpload(system: string, sha256: string): void;
  /** Uploads begun before `at` and never finished: the city has dropped them as well. */
  forgetUploadsBefore(at: Instant): void;

  cursor(system: string): { readonly cursor: string; readonly etag: string | null } | null;
  setCursor(system: string, cursor: string, etag: string | null): void;
  /** False when this change of this system was taken before. */
  takeChange(system: string, change: CityChangeRow, receivedAt: Instant): boolean;
  /** In the order in which they came. */
  changesOf(dossierId: string): (CityChangeRow & { readonly system: string })[];

  newestBundle(kind: string): CityBundleRow | null;
  /** The newest whose first day is not after `day` (yyyy-MM-dd). */
  bundleInForce(kind: string, day: string): CityBundleRow | null;
  keepBundle(bundle: CityBundleRow, receivedAt: Instant): void;
}
