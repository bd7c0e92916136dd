/**
 * The plain peer of `npm run bench -- sync`: takes PUT /<sha256>, checks the hash, and answers 201 when the file is on the
 * simulated city's own disk (file, name and journal line fsynced). Tells its port on the first line.
 *   node tests/bench/plain-put-server.ts <folder>
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openJournal } from '../../main/city/simulator/journal.ts';

const journal = openJournal(process.argv[2] ?? '');

async function take(request: IncomingMessage): Promise<number> {
  const sha256 = (request.url ?? '').slice(1);
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (request.method !== 'PUT' || createHash('sha256').update(bytes).digest('hex') !== sha256) return 422;
  journal.putFile(sha256, bytes);
  const at = new Date().toISOString();
  const told = { id: sha256, sha256, bytes: bytes.length, name: 'a.pdf', mime: 'application/pdf' };
  journal.append([{ type: 'file', at, ...told }]);
  return 201;
}

const server = createServer((request, response) => {
  void take(request)
    .catch(() => 500)
    .then((status) => response.writeHead(status).end());
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
process.stdin.resume().on('end', () => process.exit(0));
