import { useState } from 'react';
import { useAction, useCall, useEvent } from '../../app/api.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useStatus } from '../../app/status.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { SelectField } from '../../kit/select-field.tsx';
import { RadioGroup } from '../../kit/radio-group.tsx';
import { useText } from '../../text/language.tsx';
import { usePictures } from '../work/receipt/use-pictures.ts';
import './training.css';

const faults = ['none', 'absent', 'busy', 'jam', 'empty', 'blurred'] as const;
type Fault = (typeof faults)[number];
const printerFaults = ['none', 'paper-low', 'paper-out', 'cover-open', 'silent-after-cut'] as const;
type PrinterFault = (typeof printerFaults)[number];
const chipCards = [
  'none',
  'good',
  'other-person',
  'tampered',
  'foreign-issuer',
  'expired-signer',
  'copied',
  'no-pace',
] as const;
type ChipCard = (typeof chipCards)[number];

const readerFaults = ['none', 'garbage', 'endless', 'cut-off', 'unplug'] as const;
type ReaderFault = (typeof readerFaults)[number];

/** The practice desk: what stands around a real counter, as virtual devices. Shown in training mode only. */
export function TrainingDock() {
  const t = useText();
  const { preferences, choose } = usePreferences();
  if (preferences.trainingDesk === 'folded') {
    return (
      <div className="dock-folded">
        <Button
          kind="secondary"
          icon="reader"
          shortcut="F10"
          onPress={() => choose({ trainingDesk: 'open' })}
        >
          {t('training.title')}
        </Button>
      </div>
    );
  }
  return (
    <section className="dock" aria-label={t('training.title')}>
      <header className="dock-head">
        <h2>{t('training.title')}</h2>
        <Button kind="quiet" shortcut="F10" onPress={() => choose({ trainingDesk: 'folded' })}>
          {t('training.close')}
        </Button>
      </header>
      <div className="dock-body" tabIndex={0} role="group" aria-label={t('training.title')}>
        <p className="dock-soft">{t('training.lead')}</p>
        <Cards />
        <ChipCards />
        <ScannerFaults />
        <PrinterFaults />
        <City />
        <LastSlip />
      </div>
    </section>
  );
}

function Cards() {
  const t = useText();
  const hold = useAction('training.holdCode');
  const [scanned, setScanned] = useState<string | null>(null);
  const [fault, setFault] = useState<ReaderFault>('none');
  const cards = useCall('training.cards', {});
  const items = cards.value?.items ?? [];
  return (
    <section className="dock-part">
      <h3>{t('training.cards')}</h3>
      {cards.error && <ErrorNote error={cards.error} />}
      {cards.value && items.length === 0 && <p className="dock-soft">{t('training.noCards')}</p>}
      <ul className="dock-cards">
        {items.map(({ label, payload }) => (
          <li key={label}>
            <span>{label}</span>
            <Button
              kind="secondary"
              icon="reader"
              label={t('training.scanCardOf', { label })}
              onPress={() => {
                void hold.run({ payload, fault }).then((result) => {
                  if (result.ok) setScanned(label);
                });
              }}
            >
              {t('training.scanCard')}
            </Button>
          </li>
        ))}
      </ul>
      {hold.error && <ErrorNote error={hold.error} />}
      <RadioGroup
        label={t('training.reader')}
        options={readerFaults.map((id) => ({ id, label: t(`training.readerFault.${id}`) }))}
        value={fault}
        orientation="horizontal"
        onChange={(next) => setFault(next)}
      />
      <p role="status" className="dock-soft">
        {scanned !== null && t('training.scanned', { label: scanned })}
      </p>
    </section>
  );
}

function ChipCards() {
  const t = useText();
  const insert = useAction('training.chip');
  const [inserted, setInserted] = useState<ChipCard>('good');
  return (
    <section className="dock-part">
      <SelectField
        label={t('training.chip')}
        options={chipCards.map((id) => ({ id, label: t(`training.chipCard.${id}`) }))}
        value={inserted}
        onChange={(card) => {
          void insert.run({ card: card === 'none' ? null : card }).then((result) => {
            if (result.ok) setInserted(card);
          });
        }}
      />
      {insert.error && <ErrorNote error={insert.error} />}
    </section>
  );
}

function ScannerFaults() {
  const t = useText();
  const arm = useAction('training.scanner');
  const [fault, setFault] = useState<Fault>('none');
  return (
    <section className="dock-part">
      <RadioGroup
        label={t('training.scanner')}
        options={faults.map((id) => ({ id, label: t(`training.fault.${id}`) }))}
        value={fault}
        orientation="horizontal"
        onChange={(next) => {
          void arm.run({ fault: next }).then((result) => {
            if (result.ok) setFault(next);
          });
        }}
      />
      {arm.error && <ErrorNote error={arm.error} />}
    </section>
  );
}

function PrinterFaults() {
  const t = useText();
  const arm = useAction('training.printer');
  const [fault, setFault] = useState<PrinterFault>('none');
  return (
    <section className="dock-part">
      <SelectField
        label={t('training.printer')}
        options={printerFaults.map((id) => ({ id, label: t(`training.printerFault.${id}`) }))}
        value={fault}
        onChange={(next) => {
          void arm.run({ fault: next }).then((result) => {
            if (result.ok) setFault(next);
          });
        }}
      />
      {arm.error && <ErrorNote error={arm.error} />}
    </section>
  );
}

function City() {
  const t = useText();
  const turn = useAction('training.city');
  const status = useStatus();
  // What the officer asked for last; before that, what the city shows.
  const [asked, setAsked] = useState<boolean | null>(null);
  const running = asked ?? status?.city.state !== 'down';
  return (
    <section className="dock-part">
      <h3>{t('training.city')}</h3>
      <div className="dock-row">
        <Badge tone={running ? 'safe' : 'waiting'} icon="city">
          {t(running ? 'training.cityRunning' : 'training.cityStopped')}
        </Badge>
        <Button
          kind="secondary"
          icon={running ? 'stop' : 'play'}
          isPending={turn.running}
          onPress={() => {
            void turn.run({ running: !running }).then((result) => {
              if (result.ok) setAsked(!running);
            });
          }}
        >
          {t(running ? 'training.cityStop' : 'training.cityStart')}
        </Button>
      </div>
      {turn.error && <ErrorNote error={turn.error} />}
    </section>
  );
}

function LastSlip() {
  const t = useText();
  const slip = useCall('training.lastSlip', {});
  // A print ends with a change of the dossier or of the printer's state.
  useEvent('dossier.changed', slip.reload);
  useEvent('status.changed', slip.reload);
  const png = slip.value?.png ?? null;
  const [url] = usePictures(usePngs(png));
  return (
    <section className="dock-part">
      <h3>{t('training.slip')}</h3>
      {url === undefined ? (
        <p className="dock-soft">{t('training.noSlip')}</p>
      ) : (
        <img className="dock-slip" src={url} alt={t('training.slipAlt')} />
      )}
    </section>
  );
}

/** The same array for the same picture, so that it is not made anew with every status. */
function usePngs(png: Uint8Array | null): readonly Uint8Array[] | null {
  const [held, hold] = useState<{
    readonly png: Uint8Array | null;
    readonly list: readonly Uint8Array[] | null;
  }>({
    png: null,
    list: null,
  });
  if (held.png === png) return held.list;
  const same =
    held.png && png && held.png.length === png.length && held.png.every((byte, at) => byte === png[at]);
  const next = { png, list: same ? held.list : png === null ? null : [png] };
  hold(next);
  return next.list;
}
