import { useState } from 'react';
import type { OutputOf } from '../../../main/contract/operations.ts';
import type { DeviceView } from '../../../main/contract/devices-operations.ts';
import { useAction, useCall, useEvent } from '../../app/api.ts';
import { Badge } from '../../kit/badge.tsx';
import type { Tone } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { ErrorNote, knownCode } from '../../kit/error-note.tsx';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';
import { usePictures } from '../work/receipt/use-pictures.ts';

type ClassView = OutputOf<'devices.list'>['classes'][number];

const tones: Readonly<Record<DeviceView['state'], Tone>> = {
  ready: 'safe',
  busy: 'info',
  starting: 'info',
  absent: 'waiting',
  fault: 'danger',
};

/** What is plugged in, a class each, with the tests of each device. */
export function PluggedIn() {
  const t = useText();
  const list = useCall('devices.list', {});
  const restart = useAction('devices.restart');
  useEvent('status.changed', list.reload);
  const again = (deviceClass: ClassView['deviceClass']) =>
    void restart.run({ deviceClass }).then(() => list.reload());
  return (
    <Card title={t('devices.plugged')}>
      {!list.value && list.loading && <Loading>{t('devices.looking')}</Loading>}
      {list.error && <ErrorNote error={list.error} />}
      {restart.error && <ErrorNote error={restart.error} />}
      {(list.value?.classes ?? []).map(({ deviceClass, process, devices }) => {
        const name = t(`devices.className.${deviceClass}`);
        return (
          <section key={deviceClass} className="dev-class">
            <header className="dev-row">
              <h3>{name}</h3>
              <span className="dev-soft">
                {t('devices.processOf')}: {t(`devices.process.${process}`)}
              </span>
              <Button
                kind="quiet"
                icon="rotateRight"
                label={t('devices.restartOf', { name })}
                isDisabled={restart.running}
                onPress={() => again(deviceClass)}
              />
            </header>
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
            {devices.length === 0 && deviceClass !== 'imaging' && (
              <p className="dev-soft">{t('devices.nothing')}</p>
            )}
          </section>
        );
      })}
    </Card>
  );
}

function DeviceRow({ device }: { readonly device: DeviceView }) {
  const t = useText();
  const { name, state, reason, virtual } = device;
  return (
    <div className="dev-device">
      <div className="dev-row">
        <Badge tone={tones[state]}>{t(`shell.statusBar.state.${state}`)}</Badge>
        <b>{name}</b>
        {virtual && <span className="dev-soft">{t('devices.virtual')}</span>}
        <code className="dev-soft dev-id">{device.id}</code>
      </div>
      {reason !== null && <p>{t(`errors.${knownCode(reason)}.next`)}</p>}
      {device.kind === 'slip-printer' && <SlipTest device={device} />}
      {device.kind === 'scanner' && <ScanTest device={device} />}
    </div>
  );
}

function SlipTest({ device }: { readonly device: DeviceView }) {
  const t = useText();
  const test = useAction('devices.testSlip');
  const [printed, setPrinted] = useState<OutputOf<'devices.testSlip'> | null>(null);
  const [picture] = usePicture(printed?.png ?? null);
  const run = () =>
    void test.run({ printerId: device.id }).then((result) => setPrinted(result.ok ? result.value : null));
  return (
    <>
      <div className="dev-row">
        <Button
          kind="secondary"
          icon="slip"
          isPending={test.running}
          label={t('devices.testOf', { test: t('devices.testPrint'), name: device.name })}
          onPress={run}
        >
          {t('devices.testPrint')}
        </Button>
        <span role="status">{printed && t(`devices.printed.${printed.outcome}`)}</span>
      </div>
      {test.error && <ErrorNote error={test.error} />}
      {picture && <img className="dev-picture" src={picture} alt={t('devices.slipPicture')} />}
    </>
  );
}

function ScanTest({ device }: { readonly device: DeviceView }) {
  const t = useText();
  const test = useAction('devices.testScan');
  const [page, setPage] = useState<OutputOf<'devices.testScan'> | null>(null);
  const [picture] = usePicture(page?.thumb ?? null);
  const source = device.sources.includes('flatbed') ? 'flatbed' : (device.sources[0] ?? 'flatbed');
  const run = () =>
    void test
      .run({ scannerId: device.id, source })
      .then((result) => setPage(result.ok ? result.value : null));
  return (
    <>
      <div className="dev-row">
        <Button
          kind="secondary"
          icon="scanner"
          isPending={test.running}
          label={t('devices.testOf', { test: t('devices.testScan'), name: device.name })}
          onPress={run}
        >
          {t('devices.testScan')}
        </Button>
        <span role="status">{page && t('devices.scanned')}</span>
      </div>
      {test.error && <ErrorNote error={test.error} />}
      {page && picture && (
        <img
          className="dev-picture"
          src={picture}
          alt={t('devices.scanPicture', { width: page.widthPx, height: page.heightPx })}
        />
      )}
    </>
  );
}

/** One picture; browsers tell JPEG from PNG by its first bytes. */
function usePicture(bytes: Uint8Array | null): readonly string[] {
  const [kept, setKept] = useState<{ bytes: Uint8Array | null; list: readonly Uint8Array[] | null }>({
    bytes: null,
    list: null,
  });
  if (kept.bytes !== bytes) setKept({ bytes, list: bytes ? [bytes] : null });
  return usePictures(kept.list);
}
