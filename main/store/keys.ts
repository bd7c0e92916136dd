/** Keys that follow from the one data key, each for one purpose only (HKDF-SHA-256, RFC 5869). */
import { hkdfSync, timingSafeEqual } from 'node:crypto';

export interface StoreKeys {
  /** Encrypts the database file. */
  readonly database: Uint8Array;
  /** Chains the events. */
  readonly events: Uint8Array;
  /** Seals the head of the chain. */
  readonly eventHead: Uint8Array;
  /** Makes blob ids, so that an id tells nothing of the content. */
  readonly blobIds: Uint8Array;
  /** Wraps the key of each blob. */
  readonly blobKeys: Uint8Array;
  /** Seals the manifests of backups. */
  readonly backups: Uint8Array;
}

/** `dataKey` is 32 bytes. */
export function deriveKeys(dataKey: Uint8Array): StoreKeys {
  return {
    database: derive(dataKey, 'database'),
    events: derive(dataKey, 'events'),
    eventHead: derive(dataKey, 'event-head'),
    blobIds: derive(dataKey, 'blob-ids'),
    blobKeys: derive(dataKey, 'blob-keys'),
    backups: derive(dataKey, 'backups'),
  };
}

/** Lower-case hex that tells two data keys apart and gives nothing of the key away. */
export function keyCheck(dataKey: Uint8Array): string {
  return Buffer.from(derive(dataKey, 'check')).toString('hex');
}

export function keyFits(dataKey: Uint8Array, check: string): boolean {
  const own = Buffer.from(keyCheck(dataKey));
  const other = Buffer.from(check);
  return own.length === other.length && timingSafeEqual(own, other);
}

function derive(dataKey: Uint8Array, purpose: string): Uint8Array {
  if (dataKey.byteLength !== 32) throw new RangeError('the data key must have 32 bytes');
  return new Uint8Array(hkdfSync('sha256', dataKey, new Uint8Array(0), `mot-cua/v1/${purpose}`, 32));
}
