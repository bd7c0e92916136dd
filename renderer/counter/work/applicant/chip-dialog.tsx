import { useState } from 'react';
import { chipSteps } from '../../../../main/contract/cards-operations.ts';
import { Button } from '../../../kit/button.tsx';
import { Dialog } from '../../../kit/dialog.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { ProgressBar } from '../../../kit/progress-bar.tsx';
import { RadioGroup } from '../../../kit/radio-group.tsx';
import { SelectField } from '../../../kit/select-field.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { useText } from '../../../text/language.tsx';
import type { Person } from '../../../app/shapes.ts';
import { passwordFor, readPassword } from './chip-password.ts';
import type { PasswordErrors, PasswordText } from './chip-password.ts';
import { ChipResult } from './chip-result.tsx';
import { useChipReading } from './use-chip-reading.ts';
import type { ChipReading } from './use-chip-reading.ts';
import './chip.css';

export interface ChipDialogProps {
  /** Who is in the form: a scanned QR already knows parts of what opens the chip. */
  readonly person: Person | null;
  onUse(reading: ChipReading): void;
  onClose(): void;
}

/** Reads the chip of the card on the reader; the picture is shown here and nowhere else. */
export function ChipDialog({ person, onUse, onClose }: ChipDialogProps) {
  const t = useText();
  const { readers, phase, read, cancel, again } = useChipReading();
  const [text, setText] = useState<PasswordText>(() => passwordFor(person));
  const [errors, setErrors] = useState<PasswordErrors>({});
  const [chosen, setChosen] = useState<string | null>(null);
  const items = readers.value?.items ?? [];
  const support = readers.value?.support ?? 'ready';
  const reader =
    items.find((each) => each.id === chosen) ??
    items.find((each) => each.state === 'card') ??
    items[0] ??
    null;
  const change = (part: Partial<PasswordText>) => {
    setText({ ...text, ...part });
    setErrors({});
  };
  const start = () => {
    const password = readPassword(text);
    if (!password.ok) return setErrors(password.errors);
    if (reader) void read(reader.id, password.value);
    return undefined;
  };
  const field = (name: 'can' | 'documentNumber' | 'birth' | 'expiry') => {
    const wrong = errors[name];
    return {
      label: t(`chip.${name}`),
      value: text[name],
      onChange: (value: string) => change({ [name]: value }),
      error: wrong ? t(wrong) : null,
    };
  };
  const step = phase.kind === 'reading' ? (chipSteps[phase.done] ?? 'proof') : 'access';
  const ready = reader !== null && support === 'ready';
  return (
    <Dialog
      title={t('chip.title')}
      isOpen
      size="large"
      onClose={onClose}
      actions={
        <>
          {phase.kind === 'asking' && (
            <Button kind="primary" icon="reader" onPress={start} isDisabled={!ready}>
              {t('chip.read')}
            </Button>
          )}
          {phase.kind === 'read' && phase.reading.usable && (
            <Button kind="primary" onPress={() => onUse(phase.reading)} autoFocus>
              {t('chip.use')}
            </Button>
          )}
          {phase.kind === 'read' && (
            <Button kind="secondary" onPress={again} autoFocus={!phase.reading.usable}>
              {t('chip.readAgain')}
            </Button>
          )}
          <Button kind="quiet" onPress={onClose}>
            {t('chip.close')}
          </Button>
        </>
      }
    >
      {phase.kind === 'read' && <ChipResult reading={phase.reading} />}
      {phase.kind === 'reading' && (
        <ProgressBar label={t(`chip.step.${step}`)} done={phase.done} total={phase.total} onCancel={cancel} />
      )}
      {phase.kind === 'asking' && (
        <form
          className="mc-chip-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) start();
          }}
        >
          {phase.error && <ErrorNote error={phase.error} />}
          {readers.error && <ErrorNote error={readers.error} />}
          {support === 'none' && <ErrorNote error={{ code: 'card-support-none' }} />}
          {support === 'service-down' && <ErrorNote error={{ code: 'card-service-down' }} />}
          <p className="mc-soft">{t('chip.hint')}</p>
          {items.length > 1 && (
            <SelectField
              label={t('chip.reader')}
              options={items.map(({ id, name }) => ({ id, label: name }))}
              value={reader?.id ?? null}
              onChange={setChosen}
            />
          )}
          {support === 'ready' && (
            <p role="status">
              {reader && <b>{reader.name}: </b>}
              {t(`chip.readerState.${reader?.state ?? 'none'}`)}
            </p>
          )}
          <RadioGroup
            label={t('chip.by')}
            options={[
              { id: 'can', label: t('chip.byCan') },
              { id: 'mrz', label: t('chip.byMrz') },
            ]}
            value={text.kind}
            onChange={(kind) => change({ kind })}
            orientation="horizontal"
          />
          {text.kind === 'can' ? (
            <TextField
              {...field('can')}
              inputMode="numeric"
              maxLength={6}
              autoFocus
              className="mc-chip-can"
            />
          ) : (
            <div className="mc-chip-zone">
              <TextField {...field('documentNumber')} inputMode="numeric" maxLength={9} />
              <TextField {...field('birth')} maxLength={10} />
              <TextField {...field('expiry')} maxLength={10} />
            </div>
          )}
          <button type="submit" hidden />
        </form>
      )}
    </Dialog>
  );
}
