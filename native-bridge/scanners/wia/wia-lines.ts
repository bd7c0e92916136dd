/** The lines that wia.ps1 writes, JSON each. Pure. */
import { z } from 'zod';
import { sources } from '../driver.ts';

const Hresult = z.string().regex(/^0x[0-9A-F]{8}$/);
const Dpi = z.number().int().min(0).max(100_000);

const Line = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('scanner'),
    id: z.string().min(1).max(500),
    name: z.string().max(500),
    sources: z.array(z.enum(sources)).min(1),
    resolutions: z.object({ listed: z.array(Dpi).max(1_000), low: Dpi, high: Dpi }),
  }),
  /** Listed by Windows but not to be opened. */
  z.object({ kind: z.literal('unreachable'), id: z.string().max(500), code: Hresult }),
  /** The file is whole, in the folder that was named. */
  z.object({
    kind: z.literal('page'),
    file: z.string().regex(/^page\d{4}\.png$/),
    dpi: Dpi.min(1),
  }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('failed'), code: Hresult }),
]);

export type WiaLine = z.infer<typeof Line>;
export type ListedScanner = Extract<WiaLine, { kind: 'scanner' }>;

/** Null for a line of anybody else: a driver or PowerShell itself may write to the same output. */
export function readWiaLine(text: string): WiaLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const line = Line.safeParse(value);
  return line.success ? line.data : null;
}
