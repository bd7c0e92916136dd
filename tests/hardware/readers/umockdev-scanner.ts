/**
 * A HID Point of Sale scanner on a made-up USB bus, by umockdev: the system's own calls list it and open it, no kernel
 * driver and no root needed. A pseudo-terminal stands for its node, so that reports go both ways and the plug can be pulled.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualDescriptor } from '../../../native-bridge/readers/simulator/descriptor-bytes.ts';

const bus = '/devices/pci0000:00/0000:00:14.0/usb1';
const usb = `${bus}/1-1`;
const hid = `${usb}/1-1:1.0/0003:05E0:1701.0001`;
const hex = Buffer.from(usualDescriptor).toString('hex').toUpperCase();

/** The device tree in umockdev's own language: a hub, a device, its interface, the HID device, its node. */
const device = `P: ${hid}/hidraw/hidraw0
N: hidraw0
E: DEVNAME=/dev/hidraw0
E: MAJOR=245
E: MINOR=0
E: SUBSYSTEM=hidraw
A: dev=245:0\\n
L: device=../../../0003:05E0:1701.0001

P: ${hid}
E: DRIVER=hid-generic
E: HID_ID=0003:000005E0:00001701
E: HID_NAME=Thu Nghiem Scanner
E: HID_PHYS=usb-0000:00:14.0-1/input0
E: HID_UNIQ=SN42
E: SUBSYSTEM=hid
H: report_descriptor=${hex}

P: ${usb}/1-1:1.0
E: DEVTYPE=usb_interface
E: DRIVER=usbhid
E: INTERFACE=3/0/0
E: SUBSYSTEM=usb
A: bInterfaceClass=03\\n
A: bInterfaceNumber=00\\n

P: ${usb}
N: bus/usb/001/002
E: BUSNUM=001
E: DEVNAME=/dev/bus/usb/001/002
E: DEVNUM=002
E: DEVTYPE=usb_device
E: DRIVER=usb
E: MAJOR=189
E: MINOR=1
E: PRODUCT=5e0/1701/601
E: SUBSYSTEM=usb
A: busnum=1\\n
A: devnum=2\\n
A: idVendor=05e0\\n
A: idProduct=1701\\n
A: bcdDevice=0601\\n
A: manufacturer=Thu Nghiem\\n
A: product=Scanner\\n
A: serial=SN42\\n

P: ${bus}
N: bus/usb/001/001
E: BUSNUM=001
E: DEVNAME=/dev/bus/usb/001/001
E: DEVNUM=001
E: DEVTYPE=usb_device
E: DRIVER=usb
E: MAJOR=189
E: MINOR=0
E: SUBSYSTEM=usb
A: busnum=1\\n
A: devnum=1\\n
A: idVendor=1d6b\\n
A: idProduct=0002\\n
`;

const ioctls = `@DEV /dev/hidraw0
HIDIOCGRDESCSIZE 0 ${Buffer.from(Uint32Array.of(usualDescriptor.length).buffer).toString('hex').toUpperCase()}
`;

/**
 * Runs inside umockdev-run: swaps the node for a pseudo-terminal, starts the program given, and then does what a
 * socket says, a line each: `report <hex>`, `unplug`, `plug`. What the program writes to the device is told on the same
 * socket.
 */
const peer = `
import array, fcntl, os, pty, select, socket, subprocess, sys, termios, time, tty
root = os.environ['UMOCKDEV_DIR']; node = root + '/dev/hidraw0'
inSys = [(root + '/sys${usb}/1-1:1.0', root + '/aside-interface'), (root + '/sys/class/hidraw', root + '/aside-class')]
master = slave = None
def plug():
    global master, slave
    if master is not None: return
    for there, aside in inSys:
        if os.path.exists(aside): os.rename(aside, there)
    master, slave = pty.openpty(); tty.setraw(slave)
    if os.path.lexists(node): os.remove(node)
    os.symlink(os.ttyname(slave), node)
def unplug():
    global master, slave
    if master is None: return
    os.remove(node)
    for there, aside in inSys: os.rename(there, aside)
    os.close(master); os.close(slave); master = slave = None
def deliver(report):
    # A terminal joins what is written; a device hands over one report at a time: wait until the last one is taken.
    for _ in range(200):
        left = array.array('i', [0]); fcntl.ioctl(slave, termios.FIONREAD, left)
        if left[0] == 0: break
        time.sleep(0.02)
    os.write(master, report)
    # What was written shows on the other side a moment later.
    time.sleep(0.05)
plug()
line = socket.socket(socket.AF_UNIX); line.connect(sys.argv[1])
child = subprocess.Popen(sys.argv[2:], stdin=0, stdout=1, stderr=2, close_fds=False)
pending = b''
while child.poll() is None:
    ready = select.select([line] + ([master] if master is not None else []), [], [], 0.2)[0]
    if master is not None and master in ready:
        try:
            data = os.read(master, 4096)
            if data: line.sendall(data.hex().encode() + b'\\n')
        except OSError: pass
    if line in ready:
        chunk = line.recv(65536)
        if not chunk: child.terminate(); break
        pending += chunk
        while b'\\n' in pending:
            order, pending = pending.split(b'\\n', 1)
            if order == b'unplug': unplug()
            elif order == b'plug': plug()
            elif master is not None: deliver(bytes.fromhex(order.decode().split(' ')[1]))
sys.exit(child.wait())
`;

/** Programs without which there is no such bus. */
export const mockBusNeeds = ['umockdev-run', 'python3'];

/** A machine with the scanner, for one program that is started on it. */
export interface MockBus {
  /** Put before a program and its arguments. */
  readonly prefix: readonly string[];
  /** A file that starts a program on it, for what takes only the path of a program: its arguments follow. */
  launcherOf(program: string): string;
  /** Sends one input report, its id first. */
  report(bytes: Uint8Array): void;
  unplug(): void;
  plug(): void;
  /** Hex of what was written to the device so far, a write each. */
  readonly written: readonly string[];
  /** The program is told to end. */
  hangUp(): void;
  end(): void;
}

export function openMockBus(): MockBus {
  const folder = mkdtempSync(join(tmpdir(), 'mock-scanner-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const socketPath = join(folder, 'peer.sock');
  const written: string[] = [];
  let rest = '';
  let peerLine: Socket | undefined;
  const waiting: string[] = [];
  const server = createServer((line) => {
    peerLine = line;
    line.on('error', () => undefined);
    line.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      written.push(...lines);
    });
    for (const order of waiting.splice(0)) line.write(order);
  }).listen(socketPath);
  const order = (text: string): void => {
    if (peerLine) peerLine.write(`${text}\n`);
    else waiting.push(`${text}\n`);
  };
  const prefix = [
    ...['umockdev-run', '-d', file('scanner.umockdev', device)],
    ...['-i', `/dev/hidraw0=${file('scanner.ioctl', ioctls)}`, '--'],
    ...['python3', file('peer.py', peer), socketPath],
  ];
  return {
    prefix,
    launcherOf(program) {
      const launcher = file('launch', `#!/bin/sh\nexec ${prefix.join(' ')} '${program}' "$@"\n`);
      chmodSync(launcher, 0o755);
      return launcher;
    },
    report: (bytes) => order(`report ${Buffer.from(bytes).toString('hex')}`),
    unplug: () => order('unplug'),
    plug: () => order('plug'),
    written,
    hangUp: () => void peerLine?.end(),
    end() {
      peerLine?.destroy();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface MockScanner extends Pick<MockBus, 'report' | 'unplug' | 'written'> {
  /** The program that sees the scanner; its stdin, stdout and stderr are piped. */
  readonly program: ChildProcess;
  end(): Promise<void>;
}

/** Starts `command` on a machine that has the scanner. */
export function withMockScanner(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): MockScanner {
  const bus = openMockBus();
  const [first = '', ...args] = [...bus.prefix, ...command];
  const program = spawn(first, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...env } });
  // The program may end while something is on its way to it.
  for (const pipe of program.stdio) pipe?.on('error', () => undefined);
  return {
    program,
    report: bus.report,
    unplug: bus.unplug,
    written: bus.written,
    async end() {
      if (program.exitCode === null && program.signalCode === null) {
        const gone = new Promise((resolve) => program.once('exit', resolve));
        bus.hangUp();
        const limit = setTimeout(() => program.kill('SIGKILL'), 3_000);
        await gone;
        clearTimeout(limit);
      }
      bus.end();
    },
  };
}
