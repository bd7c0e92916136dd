/**
 * Stands between the reader driver of vsmartcard and a simulated card, and acknowledges each packet at once. The driver
 * writes a length and a command apart, with Nagle's algorithm on: the command waits until the length is acknowledged, and
 * the kernel of a peer that mostly answers delays that by 40 ms. TCP_QUICKACK must be set anew after each packet, which
 * Node cannot do.
 */
import { spawn } from 'node:child_process';

/** Bytes go both ways as they come; the end of one side is the end of the other. */
const relay = `
import select, socket, sys
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(4)
print(listener.getsockname()[1], flush=True)
other = {}
def drop(end):
    for each in (end, other.pop(end, None)):
        if each is not None:
            other.pop(each, None)
            each.close()
while True:
    ready, _, _ = select.select([listener, *other], [], [])
    for end in ready:
        if end is listener:
            card, _ = listener.accept()
            try:
                driver = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
            except OSError:
                card.close()
                continue
            other[card], other[driver] = driver, card
            for each in (card, driver):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        elif end in other:
            try:
                data = end.recv(65536)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                if data:
                    other[end].sendall(data)
                else:
                    drop(end)
            except OSError:
                drop(end)
`;

export interface Relay {
  readonly port: number;
  stop(): void;
}

/** A card that connects to the relay's port is in the reader that listens at `driverPort`. */
export async function startRelay(driverPort: number): Promise<Relay> {
  const child = spawn('python3', ['-c', relay, String(driverPort)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the relay ended with ${code}`)));
    child.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
  });
  return { port, stop: () => void child.kill('SIGKILL') };
}
