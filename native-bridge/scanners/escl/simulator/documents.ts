/** The documents that the simulated network scanner gives (Mopria eSCL specification 2.97, section 8). */

export interface SimulatedState {
  readonly state: 'Idle' | 'Processing';
  readonly feeder: string;
  readonly jobs: readonly {
    readonly path: string;
    readonly state: string;
    readonly reason: string;
    readonly pages: number;
  }[];
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const spaces =
  'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"';
export const resolutions: readonly number[] = [75, 100, 200, 300, 600];

function inputCaps(name: string): string {
  const discrete = resolutions
    .map(
      (dpi) =>
        `<scan:DiscreteResolution><scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution></scan:DiscreteResolution>`,
    )
    .join('');
  return `<scan:${name}>
<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>
<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight>
<scan:MaxScanRegions>1</scan:MaxScanRegions>
<scan:SettingProfiles><scan:SettingProfile>
<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
<scan:SupportedResolutions><scan:DiscreteResolutions>${discrete}</scan:DiscreteResolutions></scan:SupportedResolutions>
</scan:SettingProfile></scan:SettingProfiles>
<scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>
</scan:${name}>`;
}

export function capabilities(name: string, uuid: string): string {
  return `${head}<scan:ScannerCapabilities ${spaces}>
<pwg:Version>2.63</pwg:Version>
<pwg:MakeAndModel>${name}</pwg:MakeAndModel>
<pwg:SerialNumber>SIM-1</pwg:SerialNumber>
<scan:UUID>${uuid}</scan:UUID>
<scan:Platen>${inputCaps('PlatenInputCaps')}</scan:Platen>
<scan:Adf>${inputCaps('AdfSimplexInputCaps')}${inputCaps('AdfDuplexInputCaps')}
<scan:FeederCapacity>50</scan:FeederCapacity>
<scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption><scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions>
</scan:Adf>
</scan:ScannerCapabilities>`;
}

export function status({ state, feeder, jobs }: SimulatedState): string {
  const infos = jobs
    .map(
      (
        job,
      ) => `<scan:JobInfo><pwg:JobUri>${job.path}</pwg:JobUri><pwg:JobUuid>${job.path.slice(-36)}</pwg:JobUuid>
<scan:Age>1</scan:Age><pwg:ImagesCompleted>${job.pages}</pwg:ImagesCompleted><pwg:ImagesToTransfer>0</pwg:ImagesToTransfer>
<pwg:JobState>${job.state}</pwg:JobState>
<pwg:JobStateReasons><pwg:JobStateReason>${job.reason}</pwg:JobStateReason></pwg:JobStateReasons></scan:JobInfo>`,
    )
    .join('\n');
  return `${head}<scan:ScannerStatus ${spaces}>
<pwg:Version>2.63</pwg:Version><pwg:State>${state}</pwg:State><scan:AdfState>${feeder}</scan:AdfState>
<scan:Jobs>${infos}</scan:Jobs>
</scan:ScannerStatus>`;
}

export const htmlPage =
  '<!DOCTYPE html>\n<html><head><title>Printer</title></head><body>Please sign in</body></html>\n';
