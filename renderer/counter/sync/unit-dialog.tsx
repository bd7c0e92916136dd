import { useState } from 'react';
import { useAction, useCall } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { Loading } from '../../kit/loading.tsx';
import { RadioGroup } from '../../kit/radio-group.tsx';
import { useText } from '../../text/language.tsx';
import { UnitField } from '../work/review/unit-field.tsx';
import type { Case } from './story.ts';

/** Another competent unit: what the old one became by the catalogue's dates, or one that the officer finds. */
export function UnitDialog(props: { readonly about: Case; onClose(): void; onSent(): void }) {
  const t = useText();
  const { about, onClose, onSent } = props;
  const dossier = useCall('dossier.get', { dossierId: about.dossierId });
  const code = dossier.value?.competentUnit ?? '';
  const found = useCall('catalogue.unit', { code });
  const [chosen, setChosen] = useState<string | null>(null);
  const change = useAction('sync.changeUnit');
  const ready = dossier.value !== null && found.value !== null;
  const unit = found.value?.unit ?? null;
  const followers = (found.value?.today ?? []).filter((one) => one.code !== code);
  const stands = (found.value?.today ?? []).some((one) => one.code === code);
  const send = () => {
    if (chosen === null) return;
    void change.run({ itemId: about.id, unit: chosen }).then((result) => {
      if (result.ok) onSent();
    });
  };
  return (
    <Dialog
      title={t('sync.unit.title', { code: about.code })}
      isOpen
      onClose={onClose}
      size="large"
      actions={
        <>
          <Button
            kind="primary"
            icon="outbox"
            shortcut="Ctrl+Enter"
            isDisabled={chosen === null || chosen === code}
            isPending={change.running}
            onPress={send}
          >
            {t('sync.unit.send')}
          </Button>
          <Button kind="secondary" shortcut="Esc" onPress={onClose}>
            {t('sync.correct.cancel')}
          </Button>
        </>
      }
    >
      {dossier.error && <ErrorNote error={dossier.error} />}
      {!ready && <Loading />}
      {ready && (
        <>
          <p>
            {t('sync.unit.now', {
              name: unit ? `${unit.fullName} (${unit.code})` : code || t('work.review.none'),
            })}
          </p>
          <p className="sync-soft">
            {t(
              code === ''
                ? 'sync.unit.none'
                : unit === null
                  ? 'sync.unit.unknown'
                  : stands
                    ? 'sync.unit.stands'
                    : 'sync.unit.ended',
            )}
          </p>
          {followers.length > 0 ? (
            <RadioGroup
              label={t('sync.unit.choose')}
              options={followers.map((one) => ({ id: one.code, label: one.fullName, detail: one.branch }))}
              value={chosen}
              onChange={setChosen}
            />
          ) : (
            <UnitField value={chosen} onChange={setChosen} />
          )}
        </>
      )}
      {change.error && <ErrorNote error={change.error} />}
    </Dialog>
  );
}
