/**
 * How this machine is set up. Without a settings file the application runs in training mode: synthetic data, virtual
 * devices, the simulated city, a folder of its own. Only a settings file, written by the technician, makes a station.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../domain/result.ts';
import { isEscrowPublicKey } from '../store/key-wrapping.ts';
import { CitySettings } from './city-settings.ts';

export const StationSettings = z.strictObject({
  counter: z.strictObject({
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
  city: CitySettings,
  /** PEM (SPKI) of the city's escrow public key, RSA of 3072 bits or more: the data key is always wrapped for it too. */
  escrowPublicKey: z.string().refine(isEscrowPublicKey),
  /** Where the store is backed up: a folder on another disk or on a share, made by the technician. */
  backup: z
    .strictObject({
      path: z.string().min(1),
      everyMinutes: z.number().int().min(10).max(1_440).default(60),
      /** Generations that are kept. */
      keep: z.number().int().min(2).max(500).default(48),
      /** `allow`: the folder may lie on the disk of the data; by default that is taken for a missing mount. */
      sameDisk: z.enum(['refuse', 'allow']).default('refuse'),
    })
    .optional(),
  /** Cap on the files sent to the city, bytes per second over all its systems, e.g. where a counter shares a phone's line. */
  sync: z.strictObject({ bytesPerSecond: z.number().int().min(2_000).max(1_000_000_000) }).optional(),
  /** Folder of certificates (PEM or DER) of the signing authorities (CSCA) whose chips count as verified. */
  chipIssuers: z.string().min(1).optional(),
  slipPrinters: z
    .array(
      z.strictObject({
        path: z.string().min(1),
        baud: z.union([
          z.literal(9600),
          z.literal(19200),
          z.literal(38400),
          z.literal(57600),
          z.literal(115200),
        ]),
        widthPx: z.union([z.literal(384), z.literal(576)]),
        name: z.string(),
        /** Who tells the computer to wait: nobody, the line CTS (wired), or XON and XOFF (in the answers). */
        flow: z.enum(['none', 'rts-cts', 'xon-xoff']).default('none'),
      }),
    )
    .default([]),
  /** The folder to which copiers scan; received files go to its subfolder `da-nhan`, or are deleted. */
  incoming: z
    .strictObject({ path: z.string().min(1), afterwards: z.enum(['move', 'delete']).default('move') })
    .optional(),
  /** Addresses of network scanners (eSCL) that multicast DNS does not find, e.g. in another part of the network. */
  networkScanners: z.array(z.string().min(1).max(300)).optional(),
  /** Serial ports that are code readers, by path or by the USB serial number of the device behind them. */
  serialReaders: z
    .array(
      z.strictObject({
        port: z.string().min(1),
        baud: z.union([
          z.literal(9600),
          z.literal(19200),
          z.literal(38400),
          z.literal(57600),
          z.literal(115200),
        ]),
        name: z.string(),
      }),
    )
    .optional(),
  /** Paper printers on the network, by address; printers of the system's own queue are found without. */
  networkPrinters: z
    .array(z.strictObject({ uri: z.url({ protocol: /^ipps?$/ }), name: z.string().min(1) }))
    .optional(),
  /** Which printer takes which form, and how; without it the system's default printer does. */
  forms: z
    .strictObject({
      form01: z.strictObject({
        /** `cups:<queue>` or the address of a network printer. */
        printer: z.string().min(1).nullable().default(null),
        paper: z.enum(['a4', 'a5']).default('a5'),
        copies: z.number().int().min(1).max(5).optional(),
        sides: z.enum(['one-sided', 'two-sided-long-edge', 'two-sided-short-edge']).optional(),
        /** Tell the printer the paper's size; a printer that has only A4 prints A5 on it when not told. */
        tellMedia: z.boolean().default(false),
      }),
    })
    .optional(),
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

/**
 * A file that is there but wrong is an error, never silently training mode; so is one that may not be looked at. `details`
 * name the file and its wrong fields, never their values.
 */
export function readStation(places: readonly string[]): Result<Station, 'wrong-shape'> {
  const file = places.find(mayExist);
  if (file === undefined) return ok({ mode: 'training' });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return fail('wrong-shape', { file, fields: 'cannot be read' });
  }
  let value: unknown;
  try {
    // Windows Notepad begins a file with a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return fail('wrong-shape', { file, fields: 'not valid JSON' });
  }
  const parsed = StationSettings.safeParse(value);
  if (parsed.success) return ok({ mode: 'production', settings: parsed.data });
  return fail('wrong-shape', { file, fields: parsed.error.issues.flatMap(fieldsOf).join(', ') });
}

function fieldsOf(issue: z.core.$ZodIssue): string[] {
  const unknownNames = issue.code === 'unrecognized_keys' ? issue.keys : [];
  if (unknownNames.length > 0) return unknownNames.map((name) => [...issue.path, name].join('.'));
  return [issue.path.length > 0 ? issue.path.join('.') : 'not an object'];
}

/** False only when there is surely no such file. */
function mayExist(file: string): boolean {
  try {
    statSync(file);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

/** `MOT_CUA_CLOCK_OFFSET_MS` sets a wrong clock on purpose, in training mode only; 0 otherwise. */
export function trainingClockOffset(station: Station): number {
  const offset = Number(process.env['MOT_CUA_CLOCK_OFFSET_MS'] ?? 0);
  return station.mode === 'training' && Number.isFinite(offset) ? offset : 0;
}
