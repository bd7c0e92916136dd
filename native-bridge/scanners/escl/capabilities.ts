/** What a network scanner says that it can do: ScannerCapabilities of the Mopria eSCL specification 2.97, section 8.1. Pure. */
import { BridgeError } from '../../bridge-error.ts';
import type { Colour, Source } from '../driver.ts';
import { child, descendants, readXml, type XmlElement } from './xml.ts';

export type PageFormat = 'image/jpeg' | 'application/pdf';

export interface EsclInput {
  /** Largest region, in 1/300 inch. */
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly colours: readonly Colour[];
  readonly formats: readonly PageFormat[];
  /** Dots per inch, ascending; or a range. */
  readonly resolutions: readonly number[] | { readonly low: number; readonly high: number };
}

export interface EsclCapabilities {
  readonly name: string;
  /** Stable identity of the device, lower case; null when it gives none. */
  readonly uuid: string | null;
  /** As the device gave it, e.g. `2.6`. */
  readonly version: string;
  readonly inputs: ReadonlyMap<Source, EsclInput>;
}

const places: readonly (readonly [Source, string, string])[] = [
  ['flatbed', 'Platen', 'PlatenInputCaps'],
  ['feeder', 'Adf', 'AdfSimplexInputCaps'],
  ['feeder-duplex', 'Adf', 'AdfDuplexInputCaps'],
];
const colourModes: readonly (readonly [Colour, string])[] = [
  ['colour', 'RGB24'],
  ['grey', 'Grayscale8'],
];
/** A4 in 1/300 inch (ISO 216): what is assumed of a device that names no size. */
const a4 = { width: 2480, height: 3508 };
const nameLimit = 80;

/** @throws BridgeError scanner-answer-bad */
export function readCapabilities(bytes: Uint8Array): EsclCapabilities {
  const root = readXml(bytes);
  if (root.name !== 'ScannerCapabilities')
    throw new BridgeError('scanner-answer-bad', { reason: 'not-a-scanner' });
  const inputs = new Map<Source, EsclInput>();
  for (const [source, place, caps] of places) {
    const input = child(child(root, place), caps);
    if (input) inputs.set(source, readInput(root, input));
  }
  // Some devices name two-sided feeding only as an option of the feeder.
  const feeder = inputs.get('feeder');
  const options = descendants(child(root, 'Adf'), 'AdfOption').map((option) => option.text);
  if (feeder && !inputs.has('feeder-duplex') && options.includes('Duplex'))
    inputs.set('feeder-duplex', feeder);
  for (const [source, input] of inputs) if (input.formats.length === 0) inputs.delete(source);
  if (inputs.size === 0) throw new BridgeError('scanner-answer-bad', { reason: 'no-source' });
  const uuid = /^(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(
    child(root, 'UUID')?.text ?? '',
  );
  return {
    name: plainName(child(root, 'MakeAndModel')?.text ?? ''),
    uuid: uuid?.[1]?.toLowerCase() ?? null,
    version: /^\d{1,2}\.\d{1,3}$/.exec(child(root, 'Version')?.text ?? '')?.[0] ?? '2.0',
    inputs,
  };
}

/** A name that may be shown: one line, no control characters, bounded. */
export function plainName(text: string): string {
  // eslint-disable-next-line no-control-regex -- control and direction marks are what is taken out of a name here
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  return plain.slice(0, nameLimit) || 'eSCL';
}

function readInput(root: XmlElement, input: XmlElement): EsclInput {
  const profiles = profilesOf(root, input);
  const texts = (name: string) =>
    profiles.flatMap((profile) => descendants(profile, name)).map((each) => each.text);
  const modes = texts('ColorMode');
  const formats = new Set([...texts('DocumentFormat'), ...texts('DocumentFormatExt')]);
  const colours = colourModes.filter(([, mode]) => modes.includes(mode)).map(([colour]) => colour);
  return {
    maxWidth: numberOf(child(input, 'MaxWidth')) ?? a4.width,
    maxHeight: numberOf(child(input, 'MaxHeight')) ?? a4.height,
    colours: colours.length > 0 ? colours : ['colour'],
    formats: (['image/jpeg', 'application/pdf'] as const).filter((format) => formats.has(format)),
    resolutions: resolutionsOf(profiles),
  };
}

/** A profile may stand once at the top and be named where it is used. */
function profilesOf(root: XmlElement, input: XmlElement): XmlElement[] {
  const shared = child(root, 'SettingProfiles')?.children ?? [];
  return descendants(input, 'SettingProfile').flatMap((profile) => {
    const reference = profile.attributes.get('ref');
    if (reference === undefined) return [profile];
    return shared.filter((each) => each.attributes.get('name') === reference);
  });
}

function resolutionsOf(profiles: readonly XmlElement[]): EsclInput['resolutions'] {
  const discrete = profiles
    .flatMap((profile) => descendants(profile, 'DiscreteResolution'))
    .filter((each) => child(each, 'XResolution')?.text === child(each, 'YResolution')?.text)
    .map((each) => numberOf(child(each, 'XResolution')))
    .filter((dpi) => dpi !== null && dpi >= 50 && dpi <= 4800) as number[];
  if (discrete.length > 0) return [...new Set(discrete)].sort((a, b) => a - b);
  const [range] = profiles.flatMap((profile) => descendants(profile, 'XResolutionRange'));
  const low = numberOf(child(range, 'Min'));
  const high = numberOf(child(range, 'Max'));
  return low !== null && high !== null && low <= high ? { low, high } : [300];
}

function numberOf(element: XmlElement | undefined): number | null {
  const text = element?.text ?? '';
  return /^\d{1,7}$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

/** The resolution next to `dpi` that loses nothing. */
export function nearestDpi(resolutions: EsclInput['resolutions'], dpi: number): number {
  if ('low' in resolutions) return Math.min(resolutions.high, Math.max(resolutions.low, dpi));
  return resolutions.find((value) => value >= dpi) ?? resolutions.at(-1) ?? dpi;
}
