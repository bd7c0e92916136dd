import { useState } from 'react';
import type { ReactNode } from 'react';
import type { DeviceView } from '../../../main/contract/devices-operations.ts';
import type { InputOf, OutputOf } from '../../../main/contract/operations.ts';
import { useAction } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import type { IconName } from '../../kit/icons.tsx';
import { useText } from '../../text/language.tsx';
import { usePictures } from '../work/receipt/use-pictures.ts';

type Test = 'devices.testSlip' | 'devices.testScan' | 'devices.testChip';

interface DeviceTestProps<Name extends Test> {
  readonly operation: Name;
  readonly input: InputOf<Name>;
  readonly icon: IconName;
  readonly word: string;
  readonly device: DeviceView;
  /** What came of it, in words. */
  readonly said: (result: OutputOf<Name>) => string;
  readonly shown?: (result: OutputOf<Name>) => ReactNode;
}

/** A button that tests one device, how it ended, and what came out. */
function DeviceTest<Name extends Test>(props: DeviceTestProps<Name>) {
  const { operation, input, icon, word, device, said, shown } = props;
  const t = useText();
  const test = useAction(operation);
  const [result, setResult] = useState<OutputOf<Name> | null>(null);
  const run = () => {
    setResult(null);
    void test.run(input).then((outcome) => {
      if (outcome.ok) setResult(outcome.value);
    });
  };
  return (
    <>
      <div className="dev-row">
        <Button
          kind="secondary"
          icon={icon}
          isPending={test.running}
          label={t('devices.testOf', { test: word, name: device.name })}
          onPress={run}
        >
          {word}
        </Button>
        <span role="status">{result && said(result)}</span>
      </div>
      {test.error && <ErrorNote error={test.error} />}
      {result && shown?.(result)}
    </>
  );
}

export function SlipTest({ device }: { readonly device: DeviceView }) {
  const t = useText();
  return (
    <DeviceTest
      operation="devices.testSlip"
      input={{ printerId: device.id }}
      icon="slip"
      word={t('devices.testPrint')}
      device={device}
      said={({ outcome }) => t(`devices.printed.${outcome}`)}
      shown={({ png }) => <Picture bytes={png} alt={t('devices.slipPicture')} />}
    />
  );
}

export function ScanTest({ device }: { readonly device: DeviceView }) {
  const t = useText();
  const source = device.sources.includes('flatbed') ? 'flatbed' : (device.sources[0] ?? 'flatbed');
  return (
    <DeviceTest
      operation="devices.testScan"
      input={{ scannerId: device.id, source }}
      icon="scanner"
      word={t('devices.testScan')}
      device={device}
      said={() => t('devices.scanned')}
      shown={({ thumb, widthPx, heightPx }) => (
        <Picture bytes={thumb} alt={t('devices.scanPicture', { width: widthPx, height: heightPx })} />
      )}
    />
  );
}

export function ChipTest({ device }: { readonly device: DeviceView }) {
  const t = useText();
  return (
    <>
      <DeviceTest
        operation="devices.testChip"
        input={{ readerId: device.id }}
        icon="chip"
        word={t('devices.testChip')}
        device={device}
        said={({ access }) => t(`devices.chipAnswered.${access}`)}
      />
      <p className="dev-soft">{t('devices.chipHint')}</p>
    </>
  );
}

/** One picture; browsers tell JPEG from PNG by its first bytes. */
function Picture({ bytes, alt }: { readonly bytes: Uint8Array; readonly alt: string }) {
  const [list, setList] = useState<readonly Uint8Array[]>([bytes]);
  if (list[0] !== bytes) setList([bytes]);
  const [url] = usePictures(list);
  return url ? <img className="dev-picture" src={url} alt={alt} /> : null;
}
