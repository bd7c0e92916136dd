/** What code readers deliver: text of a CCCD's QR or MRZ, and key presses of a keyboard wedge. */
import { readScan } from '../../../main/domain/identity.ts';
import { wedgeIdle, wedgeKey, wedgeLimits, wedgePause } from '../../../renderer/app/wedge-machine.ts';
import { bytesOf, demand, textOf, type FuzzTarget } from '../target.ts';

export const readerTargets: readonly FuzzTarget[] = [
  {
    name: 'scanned-text',
    run(input) {
      const reading = readScan(textOf(input));
      if (reading.kind !== 'identity') return;
      const { fullName } = reading.person;
      demand(fullName === fullName.normalize('NFC'), 'a name is NFC');
    },
    seeds: [
      bytesOf('001190012345|012345678|Nguyễn Thị Ánh|01011990|Nữ|Số 1, phường Hàng Bạc, Hà Nội|01012022'),
      bytesOf(
        'IDVNM1900123456001190012345<<4\n9001011F3001012VNM<<<<<<<<<<<4\nNGUYEN<<THI<ANH<<<<<<<<<<<<<<<',
      ),
      bytesOf('000201010212'),
      bytesOf('MC1|H26.01-251120-0001'),
      bytesOf('H26.19-260105-0007'),
    ],
    words: ['|', '||', '<<', 'IDVNM', '001190012345', '01011990', 'Nữ', 'MC1|', '\u001d', '\u0303', '\r\n'],
    maxBytes: 10_000,
  },
  {
    name: 'wedge-keys',
    /** Three bytes a key: gap in ms, kind, character. Every character of a person passes; a scan is bounded. */
    run(input) {
      let state = wedgeIdle;
      let time = 0;
      for (let at = 0; at + 2 < input.byteLength; at += 3) {
        const [gap = 0, kind = 0, code = 0] = input.subarray(at, at + 3);
        time += gap;
        const key = kind % 5 === 0 ? 'end' : kind % 7 === 0 ? 'other' : kind % 3 === 0 ? 'erase' : 'char';
        const step = wedgeKey(state, { time, kind: key, text: String.fromCharCode(code) });
        demand((step.scan?.length ?? 0) <= wedgeLimits.maxLength, 'a scan is bounded');
        const alone = key === 'char' && gap > wedgeLimits.endMs;
        demand(!alone || step.action === 'begin' || step.action === 'pass', 'a slow key belongs to a person');
        state = kind % 11 === 0 ? wedgePause(step.state, time + gap).state : step.state;
      }
    },
    seeds: [
      new Uint8Array(60).map((_, at) => [4, 1, 0x41][at % 3] ?? 0),
      Uint8Array.of(200, 1, 65, 90, 5, 13),
    ],
    words: [Uint8Array.of(4, 1, 0x30), Uint8Array.of(4, 5, 13), Uint8Array.of(81, 1, 65)],
  },
];
