import { useEffect, useRef, useState } from 'react';
import type { DeviceView } from '../../../main/contract/devices-operations.ts';
import { call, useAction, useEvent } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { useText } from '../../text/language.tsx';

/** What a code reader can be told from here; what it cannot is not offered. */
export function ReaderTests({ device }: { readonly device: DeviceView }) {
  if (device.state !== 'ready' || device.can.length === 0) return null;
  return (
    <div className="dev-row">
      {device.can.includes('trigger') && <Trigger device={device} />}
      {device.can.includes('beep') && <Beeps device={device} />}
    </div>
  );
}

function Trigger({ device }: { readonly device: DeviceView }) {
  const t = useText();
  const trigger = useAction('readers.trigger');
  const [reading, setReading] = useState(false);
  const end = () => setReading(false);
  // A reader stops by itself when it has read a code.
  useEvent('scanned', end);
  useEvent('scan.failed', end);
  useEndWhenLeft(device.id, reading);
  const turn = (on: boolean) =>
    void trigger.run({ readerId: device.id, on }).then((result) => setReading(result.ok && on));
  const word = t(reading ? 'devices.triggerEnd' : 'devices.trigger');
  return (
    <>
      <Button
        kind="secondary"
        icon={reading ? 'stop' : 'reader'}
        isPending={trigger.running}
        label={t('devices.testOf', { test: word, name: device.name })}
        onPress={() => turn(!reading)}
      >
        {word}
      </Button>
      <span role="status" className={reading ? 'dev-below' : undefined}>
        {reading && t('devices.reading')}
      </span>
      {trigger.error && <ErrorNote error={trigger.error} />}
    </>
  );
}

/** Nobody leaves a reader shining at the wall. */
function useEndWhenLeft(readerId: string, reading: boolean): void {
  const now = useRef(reading);
  useEffect(() => {
    now.current = reading;
  }, [reading]);
  useEffect(
    () => () => {
      if (now.current) void call('readers.trigger', { readerId, on: false });
    },
    [readerId],
  );
}

function Beeps({ device }: { readonly device: DeviceView }) {
  const t = useText();
  const beep = useAction('readers.beep');
  return (
    <>
      {(['good', 'error'] as const).map((sound) => (
        <Button
          key={sound}
          kind="secondary"
          isPending={beep.running}
          label={t('devices.testOf', { test: t(`devices.beep.${sound}`), name: device.name })}
          onPress={() => void beep.run({ readerId: device.id, sound })}
        >
          {t(`devices.beep.${sound}`)}
        </Button>
      ))}
      {beep.error && <ErrorNote error={beep.error} />}
    </>
  );
}
