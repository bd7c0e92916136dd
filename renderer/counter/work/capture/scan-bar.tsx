import { useRef, useState } from 'react';
import { Button } from '../../../kit/button.tsx';
import { SelectField } from '../../../kit/select-field.tsx';
import { useText } from '../../../text/language.tsx';
import type { Camera } from './camera/cameras.ts';
import { cameraChoice } from './camera/cameras.ts';
import { SeparatorMenu } from './separator-menu.tsx';
import { NetworkScanners } from './network-scanners.tsx';
import type { Colour, Dpi, Scanners } from './use-scanners.ts';

interface ScanBarProps {
  readonly cameras: readonly Camera[];
  /** Pages come from a camera now. */
  readonly byCamera: boolean;
  onCamera(): void;
  readonly scanners: Scanners;
  /** False while the chosen paper takes no pages. */
  readonly open: boolean;
  /** The chosen paper. */
  readonly paper: { readonly id: string; readonly name: string } | null;
  readonly scanning: boolean;
  onScan(): void;
  onFiles(files: readonly File[]): void;
}

const looks = ([200, 300] as const satisfies readonly Dpi[]).flatMap((dpi) =>
  (['colour', 'grey'] as const satisfies readonly Colour[]).map((colour) => ({
    id: `${dpi}-${colour}`,
    dpi,
    colour,
  })),
);
/** Not a scanner: opens the dialog of network scanners. */
const networkChoice = 'network';

/** Where the pages come from: scanner, source, resolution; or files. */
export function ScanBar(props: ScanBarProps) {
  const { scanners, cameras, byCamera, open, paper, scanning, onCamera, onScan, onFiles } = props;
  const t = useText();
  const picker = useRef<HTMLInputElement>(null);
  const { scanner } = scanners;
  const [network, showNetwork] = useState(false);
  return (
    <div className="cap-bar">
      <SelectField
        className="cap-bar-scanner"
        label={t('work.capture.scanner')}
        options={[
          ...scanners.items.map((one) => ({
            id: one.id,
            label: one.virtual ? `${one.name} (${t('work.capture.virtual')})` : one.name,
          })),
          ...(cameras.length > 0 ? [{ id: cameraChoice, label: t('camera.source') }] : []),
          { id: networkChoice, label: t('work.capture.network.open') },
        ]}
        value={byCamera ? cameraChoice : (scanner?.id ?? null)}
        onChange={(id) => {
          if (id === networkChoice) showNetwork(true);
          else {
            scanners.choose({ scannerId: id });
            if (id === cameraChoice && open) onCamera();
          }
        }}
        placeholder={t(scanners.looking ? 'work.capture.finding' : 'work.capture.noScanner')}
      />
      {byCamera ? (
        <Button kind="secondary" icon="page" shortcut="F8" isDisabled={!open} onPress={onCamera}>
          {t('camera.open')}
        </Button>
      ) : scanner ? (
        <>
          <SelectField
            className="cap-bar-source"
            label={t('work.capture.sourceOf')}
            options={scanner.sources.map((id) => ({ id, label: t(`work.capture.source.${id}`) }))}
            value={scanners.source}
            onChange={(scanSource) => scanners.choose({ scanSource })}
          />
          <SelectField
            className="cap-bar-dpi"
            label={t('work.capture.dpi')}
            options={looks.map(({ id, dpi, colour }) => ({
              id,
              label: t(`work.capture.look.${colour}`, { dpi }),
            }))}
            value={`${scanners.dpi}-${scanners.colour}`}
            onChange={(id) => {
              const look = looks.find((one) => one.id === id);
              if (look) scanners.choose({ scanDpi: look.dpi, scanColour: look.colour });
            }}
          />
          <Button
            kind="secondary"
            icon="scanner"
            shortcut="F8"
            isDisabled={!open}
            isPending={scanning}
            onPress={onScan}
          >
            {t('work.capture.scan')}
          </Button>
          {scanners.source !== 'flatbed' && paper && <SeparatorMenu paper={paper} open={open} />}
        </>
      ) : (
        <Button kind="secondary" icon="search" isPending={scanners.looking} onPress={scanners.lookAgain}>
          {t('work.capture.findScanners')}
        </Button>
      )}
      <Button
        kind="secondary"
        icon="folder"
        shortcut="F7"
        isDisabled={!open}
        onPress={() => picker.current?.click()}
      >
        {t('work.capture.addFiles')}
      </Button>
      <input
        ref={picker}
        hidden
        type="file"
        multiple
        aria-label={t('work.capture.addFiles')}
        accept=".pdf,.jpg,.jpeg,.png,.tif,.tiff,application/pdf,image/jpeg,image/png,image/tiff"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again after it failed.
          event.currentTarget.value = '';
        }}
      />
      {network && <NetworkScanners scanners={scanners} onClose={() => showNetwork(false)} />}
    </div>
  );
}
