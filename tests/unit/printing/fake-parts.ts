/** Printers and papers whose next failure a test chooses; for what no virtual printer does on demand. */
import type { PrinterInfo } from '../../../native-bridge/contract-printers.ts';
import type { BridgeClient, BridgeOutcome } from '../../../native-bridge/contract.ts';
import { ok } from '../../../main/domain/result.ts';
import type { Form01Input } from '../../../main/printing/form01.ts';
import type { PaperRenderer } from '../../../main/printing/paper-renderer.ts';

export const office: PrinterInfo = {
  id: 'office',
  name: 'Máy in A4',
  kind: 'paper',
  isDefault: true,
  virtual: false,
  state: 'ready',
  reason: null,
};
export const roll: PrinterInfo = { ...office, id: 'roll', name: 'Máy in phiếu', kind: 'slip' };

export interface Sent {
  readonly operation: string;
  readonly params: unknown;
  readonly bodies: readonly Uint8Array[];
}

type Answer = { outcome: 'confirmed' | 'unknown' } | { code: string };

export interface FakePrinters extends BridgeClient<'printers'> {
  readonly sent: Sent[];
  printers: PrinterInfo[];
  /** What the next prints answer; `confirmed` when used up. */
  readonly answers: Answer[];
  /** Awaited by each print before it answers. */
  gate: Promise<unknown>;
}

export function fakePrinters(onPrint: () => void): FakePrinters {
  const client = {
    sent: [] as Sent[],
    printers: [office, roll],
    answers: [] as Answer[],
    gate: Promise.resolve() as Promise<unknown>,
    async call(
      operation: string,
      params: unknown,
      bodies: readonly Uint8Array[],
    ): Promise<BridgeOutcome<unknown>> {
      if (operation === 'list') return { ok: true, value: { printers: client.printers }, bodies: [] };
      client.sent.push({ operation, params, bodies });
      onPrint();
      await client.gate;
      const answer = client.answers.shift() ?? { outcome: 'confirmed' };
      return 'code' in answer
        ? { ok: false, error: { code: answer.code, details: {} } }
        : { ok: true, value: answer, bodies: [] };
    },
    state: () => 'up' as const,
    separator: () => Promise.resolve(ok(new Uint8Array([0x25, 0x50, 0x44, 0x46]))),
    stop: () => Promise.resolve(),
  };
  return client as unknown as FakePrinters;
}

/** Draws nothing but remembers what it was asked for. */
export function fakePapers(): Pick<PaperRenderer, 'form01' | 'separator' | 'stop'> & {
  readonly inputs: Form01Input[];
} {
  const inputs: Form01Input[] = [];
  return {
    inputs,
    form01(input) {
      inputs.push(input);
      return Promise.resolve(ok(new Uint8Array([0x25, 0x50, 0x44, 0x46])));
    },
    separator: () => Promise.resolve(ok(new Uint8Array([0x25, 0x50, 0x44, 0x46]))),
    stop: () => Promise.resolve(),
  };
}
