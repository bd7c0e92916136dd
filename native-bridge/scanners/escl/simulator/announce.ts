/** Announces the simulated scanner by multicast DNS, as real ones do (RFC 6763; TXT keys of the eSCL specification, section 4). */
import { networkInterfaces } from 'node:os';
import multicastDns from 'multicast-dns';
import type { EsclSimulator } from './server.ts';

type Answers = Parameters<ReturnType<typeof multicastDns>['respond']>[0] & readonly unknown[];

/** Answers questions until `close`, which says goodbye first. */
export function announceEscl(simulator: EsclSimulator): { close(): Promise<void> } {
  const service = simulator.base.protocol === 'https:' ? '_uscans._tcp.local' : '_uscan._tcp.local';
  const instance = `${simulator.name}.${service}`;
  const host = `scanner-${simulator.uuid.slice(0, 8)}.local`;
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((each) => each.family === 'IPv4' && !each.internal)
    .map((each) => each.address);
  const records = (ttl: number): Answers => [
    { name: service, type: 'PTR', ttl, data: instance },
    {
      name: instance,
      type: 'SRV',
      ttl,
      data: { target: host, port: Number(simulator.base.port), weight: 0, priority: 0 },
    },
    {
      name: instance,
      type: 'TXT',
      ttl,
      data: [
        'txtvers=1',
        'Vers=2.63',
        'rs=eSCL',
        `ty=${simulator.name}`,
        `UUID=${simulator.uuid}`,
        'pdl=image/jpeg',
        'cs=color,grayscale',
        'is=platen,adf',
        'duplex=T',
      ],
    },
    ...addresses.map((data) => ({ name: host, type: 'A' as const, ttl, data })),
  ];
  const socket = multicastDns({ loopback: true });
  socket.on('error', () => undefined);
  socket.on('query', (query) => {
    if (query.questions?.some((each) => each.name.toLowerCase() === service)) socket.respond(records(120));
  });
  return {
    close: () =>
      new Promise((resolve) => {
        socket.respond(records(0), () => socket.destroy(resolve));
      }),
  };
}
