/**
 * Network scanners without a driver: our own client of eSCL (AirScan; Mopria eSCL specification 2.97). It makes the same
 * devices work on every operating system, found by multicast DNS or by a typed address.
 */
import { BridgeError } from '../../bridge-error.ts';
import type { ScannerDriver, ScannerInfo } from '../driver.ts';
import { basesOf } from './address.ts';
import { readCapabilities } from './capabilities.ts';
import { ask } from './connection.ts';
import type { Discovery } from './discovery.ts';
import { esclLimits, type EsclLimits } from './limits.ts';
import type { KnownScanner, ScannerMemory } from './memory.ts';
import { runScanJob, type EsclScanner } from './scan-job.ts';

export interface EsclDriver extends ScannerDriver {
  /** Looks at a typed address and remembers it. @throws BridgeError scanner-address-wrong or why nothing was found there. */
  add(address: string, signal: AbortSignal): Promise<ScannerInfo>;
  /** Forgets a typed address and the certificate that was trusted. @throws BridgeError not-found */
  forget(scannerId: string): Promise<void>;
}

export interface EsclParts {
  readonly memory: ScannerMemory;
  readonly discovery: Pick<Discovery, 'look'> | null;
  /** Addresses from the station's settings, looked at until something has answered there. */
  readonly addresses?: readonly string[];
  readonly limits?: EsclLimits;
}

const prefix = 'escl-net:';
const lookMs = 1_200;
/** Asking wakes a sleeping scanner, so it is not done more often than this, ms. */
const listKeptMs = 30_000;
/** A list must not wait for a scanner that sleeps: it is asked again at the next look. */
const probeMs = 4_000;

export function esclScanners({
  memory,
  discovery,
  addresses = [],
  limits = esclLimits,
}: EsclParts): EsclDriver {
  const scanning = new Set<string>();
  /** Scanners that answered at the last look. */
  let present = new Map<string, EsclScanner>();

  /** Asks a place what it is; trusts a certificate the first time only. */
  async function probe(
    base: URL,
    known: KnownScanner | undefined,
    typed: boolean,
    signal: AbortSignal,
  ): Promise<{ id: string; scanner: EsclScanner }> {
    const fingerprint = known?.fingerprint ?? undefined;
    const url = new URL('ScannerCapabilities', base);
    const answer = await ask({ method: 'GET', url, fingerprint, kind: 'document', signal }, limits);
    if (answer.status === 503) throw new BridgeError('scanner-busy');
    if (answer.status !== 200)
      throw new BridgeError('scanner-answer-bad', { reason: `status-${answer.status}` });
    const capabilities = readCapabilities(answer.body);
    const id = `${prefix}${capabilities.uuid ?? base.href}`;
    // It says who it is only now: one that is known must also be the one that is known.
    const trusted = memory.get(id);
    if (trusted && trusted.fingerprint !== null && trusted.fingerprint !== answer.fingerprint)
      throw new BridgeError('scanner-certificate-changed', { name: trusted.name });
    await memory.remember({
      id,
      name: capabilities.name,
      url: base.href,
      typed: typed || (trusted?.typed ?? false),
      fingerprint: answer.fingerprint,
      sources: [...capabilities.inputs.keys()],
    });
    const scanner = { base, fingerprint: answer.fingerprint ?? undefined, capabilities };
    present.set(id, scanner);
    return { id, scanner };
  }

  async function add(address: string, signal: AbortSignal): Promise<ScannerInfo> {
    const bases = basesOf(address);
    if (bases.length === 0) throw new BridgeError('scanner-address-wrong');
    let told: unknown = new BridgeError('scanner-absent');
    for (const base of bases) {
      try {
        const { id, scanner } = await probe(base, undefined, true, signal);
        lookAnew();
        return infoOf(id, scanner);
      } catch (error) {
        if (!(error instanceof BridgeError) || error.code === 'scanner-certificate-changed') throw error;
        // Somebody who answered wrongly tells more than nobody at the other places.
        if (!(told instanceof BridgeError) || told.code === 'scanner-absent') told = error;
      }
    }
    throw told;
  }

  const unmet = new Set(addresses);
  let kept: { at: number; infos: ScannerInfo[] } = { at: Number.NEGATIVE_INFINITY, infos: [] };
  let looking: Promise<ScannerInfo[]> | undefined;
  const lookAnew = (): void => void (kept = { ...kept, at: Number.NEGATIVE_INFINITY });

  /** Once met, a configured scanner is looked for where it was. */
  async function meetConfigured(): Promise<void> {
    const meet = async (address: string): Promise<void> => {
      const met = await add(address, AbortSignal.timeout(probeMs)).catch((error: unknown) => {
        if (!(error instanceof BridgeError)) throw error;
        return null;
      });
      if (met) unmet.delete(address);
    };
    await Promise.all([...unmet].map(meet));
  }

  async function list(): Promise<ScannerInfo[]> {
    if (performance.now() - kept.at < listKeptMs) return kept.infos;
    looking ??= look().finally(() => (looking = undefined));
    return await looking;
  }

  async function look(): Promise<ScannerInfo[]> {
    const [heard = []] = await Promise.all([discovery?.look(lookMs), meetConfigured()]);
    const places = new Map<string, { base: URL; known: KnownScanner | undefined; typed: boolean }>();
    for (const known of memory.all()) {
      if (known.typed) places.set(known.id, { base: new URL(known.url), known, typed: true });
    }
    for (const { base, uuid } of heard) {
      const id = `${prefix}${uuid ?? base.href}`;
      if (!places.has(id)) places.set(id, { base, known: memory.get(id), typed: false });
    }
    const before = present;
    present = new Map([...before].filter(([id]) => scanning.has(id)));
    const infos = await Promise.all(
      [...places].map(async ([placeId, { base, known, typed }]) => {
        // A scanner at work is not disturbed.
        const busy = scanning.has(placeId) ? before.get(placeId) : undefined;
        if (busy) return infoOf(placeId, busy);
        try {
          const { id, scanner } = await probe(base, known, typed, AbortSignal.timeout(probeMs));
          return infoOf(id, scanner);
        } catch (error) {
          if (!(error instanceof BridgeError)) throw error;
          // Shown all the same, so that scanning on it can say what is wrong.
          const named = ['scanner-certificate-changed', 'scanner-busy'].includes(error.code);
          return known && named ? { ...infoOfKnown(known) } : null;
        }
      }),
    );
    const unique = new Map(infos.flatMap((info) => (info ? [[info.id, info] as const] : [])));
    kept = { at: performance.now(), infos: [...unique.values()] };
    return kept.infos;
  }

  async function find(id: string, signal: AbortSignal): Promise<EsclScanner> {
    const known = memory.get(id);
    if (!known) throw new BridgeError('scanner-absent');
    const { id: answeredAs, scanner } = await probe(new URL(known.url), known, known.typed, signal);
    // Another scanner has the address now.
    if (answeredAs !== id) throw new BridgeError('scanner-absent');
    return scanner;
  }

  return {
    list,
    owns: (id) => id.startsWith(prefix),

    async scan(request, context) {
      const { scannerId } = request;
      if (scanning.has(scannerId)) throw new BridgeError('scanner-busy', { pages: 0 });
      scanning.add(scannerId);
      try {
        const scanner = await find(scannerId, context.signal).catch((error: unknown) => {
          if (error instanceof BridgeError) throw new BridgeError(error.code, { ...error.details, pages: 0 });
          throw error;
        });
        return await runScanJob(scanner, request, context, limits);
      } catch (error) {
        lookAnew();
        throw withName(error, memory.get(scannerId)?.name);
      } finally {
        scanning.delete(scannerId);
      }
    },

    add,

    async forget(scannerId) {
      present.delete(scannerId);
      lookAnew();
      if (!(await memory.forget(scannerId))) throw new BridgeError('not-found');
    },
  };
}

function infoOf(id: string, { capabilities }: EsclScanner): ScannerInfo {
  return {
    id,
    name: capabilities.name,
    sources: [...capabilities.inputs.keys()],
    virtual: false,
    network: true,
  };
}

function infoOfKnown({ id, name, sources }: KnownScanner): ScannerInfo {
  return { id, name, sources, virtual: false, network: true };
}

/** A refusal says of which scanner it speaks. */
function withName(error: unknown, name: string | undefined): unknown {
  if (!(error instanceof BridgeError) || name === undefined) return error;
  return new BridgeError(error.code, { name, ...error.details });
}
