import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Highest resident set that each child of this process ever had, MB: `VmHWM` of proc(5). Empty where there is no /proc. */
export function workerPeaks(): number[] {
  const children = spawnSync('pgrep', ['-P', String(process.pid)], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n');
  return children.flatMap((pid) => {
    try {
      const kib = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return kib ? [Number(kib) / 1024] : [];
    } catch {
      return [];
    }
  });
}
