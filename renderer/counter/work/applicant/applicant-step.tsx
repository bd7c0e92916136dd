import { useState } from 'react';
import { doubtsOf, rememberDoubts } from '../../../app/scanned-person.ts';
import { useScanHandler } from '../../../app/scan.tsx';
import type { Person } from '../../../app/shapes.ts';
import { Badge } from '../../../kit/badge.tsx';
import { Button } from '../../../kit/button.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { useText } from '../../../text/language.tsx';
import { PrimaryAction } from '../primary-action.tsx';
import type { StepProps } from '../step.ts';
import { ChipDialog } from './chip-dialog.tsx';
import { MorePeople } from './more-people.tsx';
import { PersonFields } from './person-fields.tsx';
import { hasErrors, noHelper, noPerson, personOf, remarksOn, textOf } from './person-text.ts';
import type { PersonText, Remarks } from './person-text.ts';
import { usePeople } from './use-people.ts';

/** Today in Hà Nội, `yyyy-mm-dd`; only for a soft doubt about a birth date. */
function today(): string {
  return new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** Who files, for whom, and with whose help; scanned or typed. */
export function ApplicantStep({ draft, onNext }: StepProps) {
  const t = useText();
  const { text, state, change, save } = usePeople(draft);
  const [tried, setTried] = useState(false);
  const draftId = draft.draft.id;
  const remarks = (person: PersonText, mustHaveName: boolean): Remarks => {
    const found = remarksOn(person, doubtsOf(draftId, personOf(person)), today());
    const nameless = mustHaveName && tried && !person.fullName.trim();
    return nameless
      ? { ...found, errors: { ...found.errors, fullName: { key: 'people.nameMissing' } } }
      : found;
  };
  const open = [text.applicant, text.owner, text.authorised].filter((person) => person !== null);
  const wrong = open.some((person) => hasErrors(remarksOn(person, [], today())));
  const [chipOpen, setChipOpen] = useState(false);
  const take = (card: Person, warnings: readonly string[]) => {
    const before = personOf(text.applicant);
    // A card knows neither telephone nor mail: what was typed stays.
    const person = {
      ...card,
      phone: card.phone ?? before?.phone ?? null,
      email: card.email ?? before?.email ?? null,
    };
    rememberDoubts(draftId, person, warnings);
    change({ ...text, applicant: textOf(person) });
    void save();
  };
  useScanHandler('step', (scan) => {
    if (scan.kind !== 'identity') return null;
    const before = text.applicant;
    const same = before.idNumber === '' || personOf(before)?.idNumber === scan.person.idNumber;
    if (!same) return null;
    take(scan.person, scan.warnings);
    return 'applicant';
  });
  const blur = () => void save();
  const next = async () => {
    setTried(true);
    const saved = await save();
    if (saved && !wrong && text.applicant.fullName.trim()) onNext();
  };
  const tone = { saved: 'safe', saving: 'info', unsaved: 'waiting' } as const;
  const anything = personOf(text.applicant) !== null;
  return (
    <div className="mc-step-page">
      <header className="mc-step-head">
        <h1>{t('people.title')}</h1>
        <span role="status">
          {(anything || state !== 'saved') && <Badge tone={tone[state]}>{t(`people.${state}`)}</Badge>}
        </span>
      </header>
      <div className="mc-step-lead">
        <p className="mc-soft">{t('people.scanHint')}</p>
        <Button kind="secondary" icon="reader" onPress={() => setChipOpen(true)}>
          {t('chip.open')}
        </Button>
      </div>
      {chipOpen && (
        <ChipDialog
          person={personOf(text.applicant)}
          onUse={({ person, warnings }) => {
            take(person, warnings);
            setChipOpen(false);
          }}
          onClose={() => setChipOpen(false)}
        />
      )}
      {draft.error && <ErrorNote error={draft.error} />}
      <PersonFields
        value={text.applicant}
        onChange={(applicant) => change({ ...text, applicant })}
        onBlur={blur}
        remarks={remarks(text.applicant, true)}
      />
      {(['owner', 'authorised'] as const).map((role) => (
        <MorePeople
          key={role}
          title={t(`people.${role}`)}
          hint={t(`people.${role}Hint`)}
          isOpen={text[role] !== null}
          onOpen={() => change({ ...text, [role]: noPerson })}
          onRemove={() => change({ ...text, [role]: null })}
        >
          {text[role] && (
            <PersonFields
              value={text[role]}
              onChange={(person) => change({ ...text, [role]: person })}
              onBlur={blur}
              remarks={remarks(text[role], false)}
            />
          )}
        </MorePeople>
      ))}
      <MorePeople
        title={t('people.helper')}
        hint={t('people.helperHint')}
        isOpen={text.helper !== null}
        onOpen={() => change({ ...text, helper: noHelper })}
        onRemove={() => change({ ...text, helper: null })}
      >
        {text.helper && (
          <div className="mc-person">
            <TextField
              label={t('people.helperName')}
              value={text.helper.fullName}
              onChange={(fullName) =>
                text.helper && change({ ...text, helper: { ...text.helper, fullName } })
              }
              onBlur={blur}
              maxLength={120}
              className="mc-span-4"
            />
            <TextField
              label={t('people.helperAgency')}
              value={text.helper.agencyCode}
              onChange={(agencyCode) =>
                text.helper && change({ ...text, helper: { ...text.helper, agencyCode } })
              }
              onBlur={blur}
              maxLength={40}
              className="mc-span-2"
            />
          </div>
        )}
      </MorePeople>
      <PrimaryAction shortcut="Enter" onPress={() => void next()}>
        {t('people.next')}
      </PrimaryAction>
    </div>
  );
}
