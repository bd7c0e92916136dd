/**
 * Reads what strace wrote of one process: each change of a file with its bytes, in the order in which they were made. A
 * change that this does not understand is an error, so that the model never leaves one out unseen.
 */

export type DiskCall =
  | { readonly kind: 'create' | 'empty'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'sync' | 'unlink' | 'mkdir'; readonly path: string }
  | { readonly kind: 'rename' | 'link'; readonly path: string; readonly to: string };

/** `said`: what went out through a pipe or a socket, to the driver or to a device process. */
export type LoggedCall = DiskCall | { readonly kind: 'said'; readonly fd: number; readonly bytes: Buffer };

/** Everything that may change a file, and what tells threads from child processes. */
export const tracedCalls = [
  ...['clone', 'clone3', 'fork', 'vfork'],
  ...['open', 'openat', 'openat2', 'creat'],
  ...['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2', 'sendmsg', 'sendto'],
  ...['fsync', 'fdatasync', 'sync_file_range', 'syncfs', 'sync'],
  ...['ftruncate', 'truncate', 'fallocate', 'copy_file_range', 'sendfile'],
  ...['rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat'],
  ...['unlink', 'unlinkat', 'mkdir', 'mkdirat', 'rmdir', 'mmap', 'io_uring_enter'],
];

interface Line {
  readonly tid: string;
  readonly name: string;
  /** Up to the closing parenthesis, or as far as it was known when another thread came in between. */
  readonly text: string;
  readonly result: number;
}

/** The calls of the first process and its threads; `root`: only files below it count. */
export function readSyscallLog(log: string, root: string): LoggedCall[] {
  const threads = new Set<string>();
  const positions = new Map<string, number>();
  const calls: LoggedCall[] = [];
  for (const line of linesOf(log)) {
    if (threads.size === 0) threads.add(line.tid);
    if (!threads.has(line.tid)) continue;
    if (line.name.startsWith('clone') || line.name.endsWith('fork')) {
      if (line.text.includes('CLONE_THREAD') && line.result > 0) threads.add(String(line.result));
    } else if (line.result >= 0) calls.push(...callsOf(line, root, positions));
  }
  return calls;
}

const unfinished = ' <unfinished ...>';

/** A call counts when it was over, but for writes: what they bring may be on disk as soon as they begin. */
function* linesOf(log: string): Generator<Line> {
  const begun = new Map<string, string>();
  for (const line of log.split('\n')) {
    const found = /^(\d+) +(.*)$/s.exec(line);
    if (!found) continue;
    const [, tid = '', rest = ''] = found;
    if (rest.endsWith(unfinished)) {
      begun.set(tid, rest.slice(0, -unfinished.length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(rest);
    const whole = resumed ? (begun.get(tid) ?? '') + (resumed[1] ?? '') : rest;
    const end = whole.lastIndexOf(') ');
    const result = /^\)\s+= (-?\d+)/.exec(whole.slice(end));
    const name = /^(\w+)\(/.exec(whole)?.[1];
    if (name === undefined || !result) continue;
    yield { tid, name, text: whole.slice(name.length + 1, end), result: Number(result[1]) };
  }
}

const ignored = new Set(['io_uring_enter', 'sendto', 'sync_file_range']);

function callsOf(line: Line, root: string, positions: Map<string, number>): LoggedCall[] {
  const { name, text, result } = line;
  const fd = fdOf(text);
  const isOurs = (path: string): boolean => path.startsWith(`${root}/`) || path === root;
  const changes = (path: string | undefined, call: (path: string) => DiskCall[]): DiskCall[] =>
    path !== undefined && isOurs(path) ? call(path) : [];
  switch (name) {
    case 'open':
    case 'openat':
      return changes(stringsOf(text)[0], (path) => {
        positions.set(String(result), 0);
        if (text.includes('O_APPEND')) throw new Error(`appends to ${path}: not modelled`);
        if (!text.includes('O_CREAT')) return [];
        return [
          { kind: 'create', path },
          ...(text.includes('O_TRUNC') ? [{ kind: 'empty', path } as const] : []),
        ];
      });
    case 'write': {
      const bytes = Buffer.from(bytesOf(text)).subarray(0, result);
      const at = positions.get(String(fd.fd)) ?? 0;
      if (!isOurs(fd.path)) return [{ kind: 'said', fd: fd.fd, bytes }];
      positions.set(String(fd.fd), at + result);
      return [{ kind: 'write', path: fd.path, at, bytes }];
    }
    case 'writev':
    case 'sendmsg':
      if (isOurs(fd.path)) throw new Error(`${name} to ${fd.path}: not modelled`);
      return [{ kind: 'said', fd: fd.fd, bytes: Buffer.from(bytesOf(text)) }];
    case 'pwrite64':
      return changes(fd.path, (path) => {
        const at = Number(/, (\d+)$/.exec(text)?.[1]);
        return [{ kind: 'write', path, at, bytes: Buffer.from(bytesOf(text)).subarray(0, result) }];
      });
    case 'fsync':
    case 'fdatasync':
      return changes(fd.path, (path) => [{ kind: 'sync', path }]);
    case 'ftruncate':
      return changes(fd.path, (path) => [
        { kind: 'truncate', path, size: Number(/, (\d+)$/.exec(text)?.[1]) },
      ]);
    case 'rename':
    case 'link':
      return changes(stringsOf(text)[0], (path) => [{ kind: name, path, to: stringsOf(text)[1] ?? '' }]);
    case 'unlink':
    case 'mkdir':
      return changes(stringsOf(text)[0], (path) => [{ kind: name, path }]);
    case 'mmap':
      // The engine's index of the log is made anew after a start; nothing else may be written through memory.
      if (
        text.includes('MAP_SHARED') &&
        text.includes('PROT_WRITE') &&
        text.includes(`<${root}/`) &&
        !text.includes('-shm>')
      )
        throw new Error(`mapped for writing, not modelled: ${text}`);
      return [];
    default:
      if (!ignored.has(name) && (isOurs(fd.path) || stringsOf(text).some(isOurs)))
        throw new Error(`${name}(${text.slice(0, 200)}): not modelled`);
      return [];
  }
}

/** `21</path>` at the beginning. */
function fdOf(text: string): { fd: number; path: string } {
  const found = /^(\d+)<([^>]*)>/.exec(text);
  return { fd: Number(found?.[1] ?? -1), path: plain(found?.[2] ?? '') };
}

function stringsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"/g)].map(([, inner = '']) => plain(inner));
}

function plain(text: string): string {
  return text.replace(/(?:\\x[0-9a-f]{2})+/g, (hex) =>
    Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString(),
  );
}

/** All strings of a call, one after the other. */
function bytesOf(text: string): Uint8Array {
  const hex = [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g)].map(([, inner = '', cut]) => {
    if (cut) throw new Error('strace cut a string off');
    return inner.replaceAll('\\x', '');
  });
  return Buffer.from(hex.join(''), 'hex');
}
