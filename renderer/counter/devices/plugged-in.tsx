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
import { ChipTest, ScanTest, SlipTest } from './device-tests.tsx';
import { ReaderTests } from './reader-tests.tsx';

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
      {(list.value?.classes ?? []).map(({ deviceClass, process, answered, devices, reason }) => {
        const name = t(`devices.className.${deviceClass}`);
        return (
          <section key={deviceClass} className="dev-class">
            <header className="dev-row">
              <h3>{name}</h3>
              <span className="dev-soft">
                {t('devices.processOf')}: {t(`devices.process.${process}`)}
              </span>
              {answered && (
                <Button
                  kind="quiet"
                  icon="rotateRight"
                  label={t('devices.restartOf', { name })}
                  isDisabled={restart.running}
                  onPress={() => again(deviceClass)}
                />
              )}
            </header>
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device} />
            ))}
            {!answered && (
              <ErrorNote
                error={{ code: reason ?? 'unexpected' }}
                actions={
                  <Button
                    kind="secondary"
                    icon="rotateRight"
                    isPending={restart.running}
                    onPress={() => again(deviceClass)}
                  >
                    {t('devices.restartOf', { name })}
                  </Button>
                }
              />
            )}
            {answered && devices.length === 0 && deviceClass !== 'imaging' && (
              <p className="dev-soft">
                {reason === null
                  ? t('devices.nothing')
                  : `${t(`errors.${knownCode(reason)}.failed`)} ${t(`errors.${knownCode(reason)}.next`)}`}
              </p>
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
      {reason !== null && (
        <p>
          {t(`errors.${knownCode(reason)}.failed`)} {t(`errors.${knownCode(reason)}.next`)}
        </p>
      )}
      {device.kind === 'slip-printer' && <SlipTest device={device} />}
      {device.kind === 'scanner' && <ScanTest device={device} />}
      {device.kind === 'reader' && <ReaderTests device={device} />}
      {device.kind === 'chip-reader' && <ChipTest device={device} />}
    </div>
  );
}
