/** What a SANE device can do, read from the text that `scanimage -A` prints under LC_ALL=C. Pure. */

import type { Colour, Source } from './driver.ts';
import { nearestResolution, type Resolutions } from './resolution.ts';

/** A4 portrait, mm (ISO 216). */
const a4 = { width: 210, height: 297 };

export interface SaneOption {
  /** As it is typed on the command line: `--source`, `-x`. */
  readonly flag: string;
  /** Named values (`Flatbed|ADF`), or none. */
  readonly values: readonly string[];
  /** A numeric range without its unit, or none. */
  readonly range: { readonly low: number; readonly high: number } | undefined;
}

/** Options that can be set now: neither inactive nor read-only. */
export function parseOptions(text: string): SaneOption[] {
  const options: SaneOption[] = [];
  for (const line of text.split('\n')) {
    const match =
      /^ {4}(--?[A-Za-z][\w-]*)(?:\[=\((.*?)\)\]|[ =](\S.*?))?(?: \(in steps of [^)]*\))?((?: \[[^\]]*\])*)$/.exec(
        line.trimEnd(),
      );
    const flag = match?.[1];
    if (!match || !flag || /\[(inactive|read-only)\]/.test(match[4] ?? '')) continue;
    const given = (match[2] ?? match[3] ?? '').replace(/,\.\.\.$/, '');
    const range = /^(-?[\d.]+?)\.\.(-?[\d.]+)/.exec(given);
    options.push({
      flag,
      values: range ? [] : given.split('|').filter((value) => value !== ''),
      range: range ? { low: Number(range[1]), high: Number(range[2]) } : undefined,
    });
  }
  return options;
}

/** Names vary by maker: "ADF", "ADF Front", "Automatic Document Feeder(left aligned)", "ADF Duplex"... */
function sourceOf(name: string): Source | undefined {
  if (/duplex|both sides/i.test(name)) return 'feeder-duplex';
  if (/back|rear|transparen|negative|slide|camera/i.test(name)) return undefined;
  if (/adf|feeder/i.test(name)) return 'feeder';
  return /flatbed|platen|normal|document table/i.test(name) ? 'flatbed' : undefined;
}

/** The arguments that choose each source; a device with no choice is a flatbed. */
export function sourcesOf(options: readonly SaneOption[]): Map<Source, string[]> {
  const named = (flag: string): SaneOption | undefined => options.find((option) => option.flag === flag);
  const sources = new Map<Source, string[]>();
  for (const name of named('--source')?.values ?? []) {
    const source = sourceOf(name);
    if (source && !sources.has(source)) sources.set(source, ['--source', name]);
  }
  const feeder = sources.get('feeder');
  if (feeder && !sources.has('feeder-duplex')) {
    const mode = named('--adf-mode')?.values.find((value) => /duplex/i.test(value));
    if (mode) sources.set('feeder-duplex', [...feeder, '--adf-mode', mode]);
    else if (named('--duplex')) sources.set('feeder-duplex', [...feeder, '--duplex=yes']);
  }
  if (sources.size === 0) sources.set('flatbed', []);
  return sources;
}

const modes: Readonly<Record<Colour, RegExp>> = { colour: /^(24 ?bit )?colou?r/i, grey: /^(true )?gr[ae]y/i };

/** 8 bits, A4 or as much of it as fits, and the resolution next to `dpi` that loses nothing. */
export function pageArguments(
  options: readonly SaneOption[],
  dpi: number,
  colour: Colour = 'colour',
): { args: string[]; dpi: number } {
  const args: string[] = [];
  const resolution = options.find((option) => option.flag === '--resolution');
  const chosen = resolution ? nearestResolution(offeredBy(resolution), dpi) : dpi;
  for (const option of options) {
    switch (option.flag) {
      case '--resolution':
        args.push('--resolution', String(chosen));
        break;
      case '--mode': {
        const mode =
          option.values.find((value) => modes[colour].test(value)) ??
          // Maker's own words ("True Colour", "Halftone"…): what has colour serves for both.
          option.values.find((value) => /colou?r/i.test(value));
        if (mode) args.push('--mode', mode);
        break;
      }
      case '--depth':
        if (option.values.some((value) => /^8(bit)?$/.test(value))) args.push('--depth', '8');
        break;
      case '--page-width':
      case '-x':
        if (option.range) args.push(option.flag, String(Math.min(a4.width, option.range.high)));
        break;
      case '--page-height':
      case '-y':
        if (option.range) args.push(option.flag, String(Math.min(a4.height, option.range.high)));
        break;
      default:
    }
  }
  return { args, dpi: chosen };
}

function offeredBy({ range, values }: SaneOption): Resolutions {
  return range ?? values.map((value) => Number.parseFloat(value));
}
