/** ScanSettings of the Mopria eSCL specification 2.97, section 8.2. Pure. */
import type { Colour, Source } from '../driver.ts';
import type { EsclInput, PageFormat } from './capabilities.ts';

export interface EsclSettings {
  readonly version: string;
  readonly source: Source;
  readonly dpi: number;
  readonly colour: Colour;
  readonly format: PageFormat;
  /** In 1/300 inch. */
  readonly width: number;
  readonly height: number;
}

/** A4 in 1/300 inch (ISO 216). */
const a4 = { width: 2480, height: 3508 };

/** A4, or as much of it as the scanner takes. */
export function regionOf(input: EsclInput): { width: number; height: number } {
  return { width: Math.min(a4.width, input.maxWidth), height: Math.min(a4.height, input.maxHeight) };
}

export function writeSettings(settings: EsclSettings): string {
  const { source, dpi, format } = settings;
  const feeder = source === 'flatbed' ? 'Platen' : 'Feeder';
  const duplex = source === 'flatbed' ? '' : `<scan:Duplex>${source === 'feeder-duplex'}</scan:Duplex>`;
  const mode = settings.colour === 'grey' ? 'Grayscale8' : 'RGB24';
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
<pwg:Version>${settings.version}</pwg:Version>
<scan:Intent>Document</scan:Intent>
<pwg:ScanRegions pwg:MustHonor="false"><pwg:ScanRegion>
<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>
<pwg:Width>${settings.width}</pwg:Width><pwg:Height>${settings.height}</pwg:Height>
</pwg:ScanRegion></pwg:ScanRegions>
<pwg:DocumentFormat>${format}</pwg:DocumentFormat>
<scan:DocumentFormatExt>${format}</scan:DocumentFormatExt>
<pwg:InputSource>${feeder}</pwg:InputSource>${duplex}
<scan:ColorMode>${mode}</scan:ColorMode>
<scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution>
</scan:ScanSettings>`;
}
