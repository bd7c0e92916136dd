/** Finds network scanners by multicast DNS (RFC 6762, RFC 6763): services `_uscan._tcp` and `_uscans._tcp` of eSCL. */
import { networkInterfaces } from 'node:os';
import multicastDns, { type MulticastDNS, type ResponsePacket } from 'multicast-dns';

export interface FoundScanner {
  /** Ends with a slash. */
  readonly base: URL;
  readonly uuid: string | null;
}

export interface Discovery {
  /** Asks the network and answers after `waitMs` with what has been heard, at most `maxFound`. */
  look(waitMs: number): Promise<FoundScanner[]>;
  close(): void;
}

type Record = NonNullable<ResponsePacket['answers']>[number];

const services = { '_uscans._tcp.local': 'https:', '_uscan._tcp.local': 'http:' } as const;
/** Records are told for 120 s (RFC 6762, section 10); a shorter life follows a scanner that was switched off. */
const livesMs = 75_000;
const maxFound = 64;
const maxRecords = 2_000;

export function startDiscovery(): Discovery {
  const records = new Map<string, { record: Record; until: number }>();
  const sockets = new Map<string, MulticastDNS>();

  function hear(packet: ResponsePacket): void {
    for (const record of [...(packet.answers ?? []), ...(packet.additionals ?? [])]) {
      if (records.size >= maxRecords) return;
      const key = keyOf(record);
      if (key === null) continue;
      // A life of zero says goodbye (RFC 6762, section 10.1).
      if ('ttl' in record && record.ttl === 0) records.delete(key);
      else records.set(key, { record, until: performance.now() + livesMs });
    }
  }

  /** One socket for each address of this machine: cables and radios come and go. */
  function openSockets(): void {
    const addresses = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter((each) => each.family === 'IPv4' && !each.internal)
      .map((each) => each.address);
    for (const [address, socket] of sockets) {
      if (addresses.includes(address)) continue;
      socket.destroy();
      sockets.delete(address);
    }
    for (const address of addresses) {
      if (sockets.has(address)) continue;
      const socket = multicastDns({ interface: address, bind: '0.0.0.0', reuseAddr: true });
      sockets.set(address, socket);
      socket.on('response', hear);
      // No multicast on this one, or it has gone: the others go on.
      socket.on('error', () => {
        socket.destroy();
        sockets.delete(address);
      });
      socket.on('warning', () => undefined);
    }
  }

  return {
    async look(waitMs) {
      openSockets();
      const now = performance.now();
      for (const [key, { until }] of records) if (until < now) records.delete(key);
      const questions = Object.keys(services).map((name) => ({ name, type: 'PTR' as const }));
      for (const socket of sockets.values()) socket.query({ questions });
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      return foundIn([...records.values()].map((each) => each.record));
    },
    close() {
      for (const socket of sockets.values()) socket.destroy();
      sockets.clear();
    },
  };
}

function keyOf(record: Record): string | null {
  const name = record.name.toLowerCase();
  if (record.type === 'PTR') return name in services ? `PTR ${name} ${record.data.toLowerCase()}` : null;
  if (record.type === 'SRV' || record.type === 'TXT')
    return /\._uscans?\._tcp\.local$/.test(name) ? `${record.type} ${name}` : null;
  return record.type === 'A' ? `A ${name}` : null;
}

/** Devices that are announced twice are taken over TLS. */
function foundIn(records: readonly Record[]): FoundScanner[] {
  const find = (type: Record['type'], name: string) =>
    records.find((record) => record.type === type && record.name.toLowerCase() === name.toLowerCase());
  const found = new Map<string, FoundScanner>();
  for (const [name, protocol] of Object.entries(services)) {
    for (const pointer of records) {
      if (pointer.type !== 'PTR' || pointer.name.toLowerCase() !== name || found.size >= maxFound) continue;
      const service = find('SRV', pointer.data);
      if (service?.type !== 'SRV') continue;
      const place = service.data;
      const address = find('A', place.target);
      const host = address?.type === 'A' ? address.data : place.target;
      const description = find('TXT', pointer.data);
      const text = textOf(description?.type === 'TXT' ? description.data : null);
      const path = (text.get('rs') ?? 'eSCL').replace(/^\/+|\/+$/g, '');
      const base = `${protocol}//${host}:${place.port}/${path}${path === '' ? '' : '/'}`;
      if (!/^[\w.~/-]*$/.test(path) || !URL.canParse(base)) continue;
      const uuid = text.get('uuid')?.toLowerCase() ?? null;
      const key = uuid ?? base;
      if (!found.has(key)) found.set(key, { base: new URL(base), uuid });
    }
  }
  return [...found.values()];
}

function textOf(data: unknown): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const each of Array.isArray(data) ? data : [data]) {
    const text = Buffer.isBuffer(each) ? each.toString('utf8') : typeof each === 'string' ? each : '';
    const at = text.indexOf('=');
    if (at > 0) pairs.set(text.slice(0, at).toLowerCase(), text.slice(at + 1));
  }
  return pairs;
}
