/** What happens when the station file is there but cannot be used: say so and end, never fall back to training mode. */
import { app, dialog } from 'electron';
import type { Failure } from '../domain/result.ts';

/** A person gets this long to read the box; a machine on which nobody sits must not keep a process for ever. */
const boxLimitMs = 5 * 60_000;

/** Says which file and fields are wrong on standard error and, unless started with `--unattended`, in a box; ends with exit code 1. */
export function refuseStart(failure: Failure<'wrong-shape'>): void {
  const { file = '?', fields = '?' } = failure.details ?? {};
  const vi = `Tệp cấu hình không dùng được: ${file}\nTrường sai: ${fields}\nChưa có dữ liệu nào bị thay đổi. Sửa tệp rồi mở lại.`;
  const en = `The station file cannot be used: ${file}\nWrong: ${fields}\nNothing was changed. Correct the file and start again.`;
  process.stderr.write(`${vi}\n\n${en}\n`);
  if (process.argv.includes('--unattended')) {
    app.exit(1);
    return;
  }
  // Before Electron is ready a box would only be text on Linux; a blocking one could never be given up.
  void app.whenReady().then(async () => {
    const limit = new AbortController();
    setTimeout(() => limit.abort(), boxLimitMs);
    await dialog.showMessageBox({
      type: 'error',
      title: 'Một Cửa',
      message: vi,
      detail: en,
      signal: limit.signal,
    });
    app.exit(1);
  });
}
