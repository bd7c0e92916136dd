/** Gives an idle slip printer the letters of its next slips, so that the first one after power-on is as quick as the later. */
import { BridgeError } from '../bridge-error.ts';
import type { SlipProfile } from '../contract-printers.ts';
import { prepare } from './slip-driver.ts';
import { failureTold, passFence, statusLimitMs } from './slip-fence.ts';
import { LinkLost, SlipLink, type SlipPort } from './slip-link.ts';
import type { SlipMemory } from './slip-memory.ts';
import { downloads } from './text-plan.ts';

/** A slip that comes meanwhile waits for one piece, 80 bytes: 0.1 s at 9600 baud. */
const lettersAtOnce = 2;
const pieceLimitMs = 1_000;

export interface AheadParts {
  readonly port: SlipPort;
  readonly profile: SlipProfile;
  readonly memory: SlipMemory;
  readonly letters: readonly string[];
  /** A slip is to be printed: ends after the piece that is on its way. */
  readonly signal: AbortSignal;
}

/** Whether letters that are sent now will still be there for the next slip, and nothing of the last slip is in doubt. */
export function mayBeReadied({ marks, letters, answers }: SlipProfile, memory: SlipMemory): boolean {
  const certain = memory.leftover === 'nothing' || memory.leftover === 'command';
  return marks && letters && answers && certain;
}

/** Nothing of what it sends puts anything on paper. Closes the port. What fails is left to the next slip or the next time. */
export async function sendAhead({ port, profile, memory, letters, signal }: AheadParts): Promise<void> {
  // Every few seconds: beside a slip's own messages they would push those out of the trace.
  const link = new SlipLink(port, `${port.name} ahead`);
  try {
    if (!mayBeReadied(profile, memory)) return;
    if (memory.leftover === 'command') await link.write(new Uint8Array(memory.longest));
    if ((await failureTold(link, memory.longest)) !== null || signal.aborted) return;
    await prepare(link, profile, memory);
    for (;;) {
      const wanted = memory.slots.missing(letters).slice(0, lettersAtOnce);
      if (wanted.length === 0 || signal.aborted) return;
      const ahead = Buffer.concat(downloads(memory.slots.place(wanted)));
      memory.expect(ahead.length);
      const passed = await passFence({ link, profile, mark: memory.mark, ahead, limitMs: pieceLimitMs });
      if (passed !== 'passed') return giveUp(memory);
      memory.leave('nothing');
    }
  } catch (error) {
    giveUp(memory);
    if (!(error instanceof LinkLost) && !(error instanceof BridgeError)) throw error;
  } finally {
    await link.close(statusLimitMs);
  }
}

/** What the printer has taken is not known, and a command may have broken off in it. */
function giveUp(memory: SlipMemory): void {
  memory.forget();
  memory.broke();
}
