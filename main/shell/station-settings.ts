/**
 * How this machine is set up. Without a settings file the application runs in training mode: synthetic data, virtual
 * devices, the simulated city, a folder of its own. Only a settings file, written by the technician, makes a station.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../domain/result.ts';

export const StationSettings = z.object({
  counter: z.object({
    /** Letters and digits only: it becomes part of the local number TAM-<counter>-… */
    id: z.string().regex(/^[A-Z0-9]{2,12}$/),
    name: z.string().min(1),
    /** Branch (chi nhánh) as printed on papers. */
    branch: z.string().min(1),
    /** Code of the agency point (đại lý) when this is one. */
    agency: z.string().nullable(),
    /** Receiving organisation, code as the city knows it. */
    unitCode: z.string().min(1),
  }),
  city: z.object({
    style: z.literal('a'),
    baseUrl: z.url({ protocol: /^https?$/ }),
    username: z.string().min(1),
    password: z.string().min(1),
    unit: z.string().min(1),
  }),
  /** PEM (SPKI) of the city's escrow public key: the data key is always wrapped for it too. */
  escrowPublicKey: z.string().includes('BEGIN PUBLIC KEY'),
  slipPrinters: z
    .array(
      z.object({
        path: z.string(),
        baud: z.union([
          z.literal(9600),
          z.literal(19200),
          z.literal(38400),
          z.literal(57600),
          z.literal(115200),
        ]),
        widthPx: z.union([z.literal(384), z.literal(576)]),
        name: z.string(),
      }),
    )
    .default([]),
});
export type StationSettings = z.infer<typeof StationSettings>;

export type Station =
  { readonly mode: 'training' } | { readonly mode: 'production'; readonly settings: StationSettings };

/** Places where a technician may put `station.json`, the first that exists counts. */
export function settingsPlaces(platform: NodeJS.Platform, userData: string): string[] {
  const managed =
    platform === 'win32'
      ? join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'MotCua', 'station.json')
      : '/etc/mot-cua/station.json';
  return [managed, join(userData, 'station.json')];
}

/** A file that is there but wrong is an error, never silently training mode. `message` names the field, not its value. */
export function readStation(places: readonly string[]): Result<Station, 'wrong-shape'> {
  const place = places.find((candidate) => existsSync(candidate));
  if (!place) return ok({ mode: 'training' });
  try {
    const parsed = StationSettings.safeParse(JSON.parse(readFileSync(place, 'utf8')));
    if (parsed.success) return ok({ mode: 'production', settings: parsed.data });
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    return fail('wrong-shape', { file: place, fields });
  } catch {
    return fail('wrong-shape', { file: place, fields: 'not valid JSON' });
  }
}

/** `MOT_CUA_CLOCK_OFFSET_MS` sets a wrong clock on purpose, in training mode only; 0 otherwise. */
export function trainingClockOffset(station: Station): number {
  const offset = Number(process.env['MOT_CUA_CLOCK_OFFSET_MS'] ?? 0);
  return station.mode === 'training' && Number.isFinite(offset) ? offset : 0;
}
