/**
 * A virtual machine with Debian's own kernel: QEMU without hardware help (TCG), the host's files shared read-only under a
 * layer in memory, so that the very programs and modules of this machine run on a kernel in which devices can be made.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Debian packages that it takes. */
export const machinePackages = [
  'qemu-system-x86',
  'linux-image-amd64',
  'busybox-static',
  'cpio',
  'kmod',
  'udev',
];

export interface Machine {
  /** Boots, runs a shell script (a path that both sides have) and ends; what the serial console said. */
  run(script: string, limitMs: number): Promise<string>;
  remove(): void;
}

const modules = ['virtio_pci', '9p', '9pnet_virtio', 'overlay'];

const init = `#!/bin/busybox sh
export PATH=/bin
/bin/busybox mkdir -p /bin; /bin/busybox --install -s /bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
for m in /mod/*; do insmod $m; done
mkdir -p /lower /layer /newroot
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro host /lower || poweroff -f
mount -t tmpfs -o size=512m tmpfs /layer; mkdir -p /layer/up /layer/work
mount -t overlay -o lowerdir=/lower,upperdir=/layer/up,workdir=/layer/work overlay /newroot || poweroff -f
script=$(sed -n "s/.*guest=\\\\([^ ]*\\\\).*/\\\\1/p" /proc/cmdline)
for d in proc sys dev; do mount --move /$d /newroot/$d; done
mkdir -p /newroot/run; mount -t tmpfs tmpfs /newroot/run
exec switch_root /newroot /bin/sh $script
`;

export function buildMachine(): Machine {
  const kernel = readdirSync('/lib/modules')
    .filter((name) => readdirSync('/boot').includes(`vmlinuz-${name}`))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
  if (kernel === undefined) throw new Error('no kernel in /boot (Debian package linux-image-amd64)');
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  const tree = join(folder, 'tree');
  for (const name of ['bin', 'proc', 'sys', 'dev', 'mod', 'root'])
    mkdirSync(join(tree, name), { recursive: true });
  copyFileSync('/bin/busybox', join(tree, 'bin', 'busybox'));
  const files = modules.flatMap((module) =>
    must('/sbin/modprobe', ['-S', kernel, '--show-depends', module])
      .split('\n')
      .flatMap((line) => /^insmod (\S+)/.exec(line)?.[1] ?? []),
  );
  for (const [index, file] of [...new Set(files)].entries()) {
    copyFileSync(file, join(tree, 'mod', `${String(index).padStart(2, '0')}-${basename(file)}`));
  }
  writeFileSync(join(tree, 'init'), init);
  chmodSync(join(tree, 'init'), 0o755);
  const initrd = join(folder, 'initrd.cpio');
  must('sh', ['-c', `cd '${tree}' && find . | cpio --quiet -o -H newc > '${initrd}'`]);
  return {
    run: (script, limitMs) =>
      new Promise((resolve) => {
        const share = 'local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap';
        const machine = spawn(
          'qemu-system-x86_64',
          [
            ...['-M', 'q35', '-accel', 'tcg,thread=multi', '-cpu', 'max', '-smp', '2', '-m', '1536'],
            ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none', '-monitor', 'none'],
            ...['-serial', 'stdio', '-kernel', `/boot/vmlinuz-${kernel}`, '-initrd', initrd],
            ...['-append', `console=ttyS0 quiet panic=-1 guest=${script}`, '-virtfs', share],
          ],
          { stdio: ['ignore', 'pipe', 'pipe'] },
        );
        let console = '';
        const note = (chunk: Buffer): void => void (console += chunk.toString());
        machine.stdout.on('data', note);
        machine.stderr.on('data', note);
        const limit = setTimeout(() => machine.kill('SIGKILL'), limitMs);
        machine.once('error', (error) => note(Buffer.from(String(error))));
        machine.once('close', () => {
          clearTimeout(limit);
          resolve(console);
        });
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
  return stdout;
}
