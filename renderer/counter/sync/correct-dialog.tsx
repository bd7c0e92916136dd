import { useState } from 'react';
import { useAction, useCall } from '../../app/api.ts';
import type { Dossier } from '../../app/shapes.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { Loading } from '../../kit/loading.tsx';
import { RadioGroup } from '../../kit/radio-group.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useText } from '../../text/language.tsx';
import { PersonFields } from '../work/applicant/person-fields.tsx';
import { hasErrors, peopleOf, peopleText, remarksOn } from '../work/applicant/person-text.ts';
import { meaningWords } from './explanation.ts';
import type { Case } from './story.ts';

interface Props {
  readonly about: Case;
  onClose(): void;
  onSent(): void;
}

/** Opens what the city found wrong: the people, the address, the note, or all of them where it did not say. */
export function CorrectDialog(props: Props) {
  const t = useText();
  const { value: dossier, error } = useCall('dossier.get', { dossierId: props.about.dossierId });
  if (dossier) return <Correction {...props} dossier={dossier} />;
  return (
    <Dialog
      title={t('sync.correct.title', { code: props.about.code })}
      isOpen
      onClose={props.onClose}
      actions={
        <Button kind="secondary" shortcut="Esc" onPress={props.onClose}>
          {t('sync.correct.cancel')}
        </Button>
      }
    >
      {error ? <ErrorNote error={error} /> : <Loading />}
    </Dialog>
  );
}

function Correction({ about, onClose, onSent, dossier }: Props & { readonly dossier: Dossier }) {
  const t = useText();
  const part = about.refusal?.part ?? null;
  const [people, setPeople] = useState(() => peopleText(dossier.people));
  // The wire's owner is the applicant unless there is another.
  const [who, setWho] = useState<'applicant' | 'owner'>(dossier.people.owner ? 'owner' : 'applicant');
  const [address, setAddress] = useState(dossier.delivery.address);
  const [note, setNote] = useState(dossier.note);
  const resend = useAction('sync.resend');
  const today = new Date().toISOString().slice(0, 10);
  const person = who === 'owner' ? (people.owner ?? people.applicant) : people.applicant;
  const remarks = remarksOn(person, [], today);
  const showsPeople = part === 'people' || part === null || part === 'unit';
  const send = () => {
    const change = {
      people: peopleOf(people),
      delivery: { ...dossier.delivery, address: address.normalize('NFC').trim() },
      note: note.normalize('NFC').trim(),
    };
    void resend.run({ itemId: about.id, change }).then((result) => {
      if (result.ok) onSent();
    });
  };
  const means = meaningWords(t, about);
  return (
    <Dialog
      title={t('sync.correct.title', { code: about.code })}
      isOpen
      onClose={onClose}
      size="wide"
      actions={
        <>
          <Button
            kind="primary"
            icon="outbox"
            shortcut="Ctrl+Enter"
            isDisabled={hasErrors(remarks)}
            isPending={resend.running}
            onPress={send}
          >
            {t('sync.correct.send')}
          </Button>
          <Button kind="secondary" shortcut="Esc" onPress={onClose}>
            {t('sync.correct.cancel')}
          </Button>
        </>
      }
    >
      {about.lastError !== null && (
        <p>
          {t('sync.said')}: <q lang="vi">{about.lastError}</q>
        </p>
      )}
      {means !== null && <p>{means}</p>}
      <p className="sync-soft">{t('sync.correct.lead')}</p>
      {showsPeople && people.owner !== null && (
        <RadioGroup<'applicant' | 'owner'>
          label={t('sync.correct.who')}
          options={[
            { id: 'owner', label: t('sync.correct.owner') },
            { id: 'applicant', label: t('sync.correct.applicant') },
          ]}
          value={who}
          onChange={setWho}
          orientation="horizontal"
        />
      )}
      {showsPeople && (
        <PersonFields
          key={who}
          value={person}
          onChange={(next) => setPeople({ ...people, [who]: next })}
          onBlur={() => undefined}
          remarks={remarks}
        />
      )}
      {(part === 'delivery' || part === null) && dossier.delivery.method === 'post' && (
        <TextField label={t('sync.correct.address')} value={address} onChange={setAddress} maxLength={300} />
      )}
      {(part === 'note' || part === null) && (
        <TextField
          label={t('sync.correct.note')}
          value={note}
          onChange={setNote}
          maxLength={1000}
          multiline
        />
      )}
      {resend.error && <ErrorNote error={resend.error} />}
    </Dialog>
  );
}
