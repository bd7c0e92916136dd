import { useEffect, useState } from 'react';
import { call, useCall } from '../../app/api.ts';
import { useCommands } from '../../app/commands.ts';
import { useDraft } from '../../app/draft.tsx';
import type { DraftHandle } from '../../app/draft.tsx';
import { useProcedure } from '../../app/procedure.ts';
import { useRouter } from '../../app/router.tsx';
import type { Screen } from '../../app/router.tsx';
import { rememberDoubts } from '../../app/scanned-person.ts';
import { useScan, useScanHandler } from '../../app/scan.tsx';
import type { UsableScan } from '../../app/scan.tsx';
import type { CallFailure, Person } from '../../app/shapes.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';
import { ScanNoticeBar } from '../shell/scan-notice.tsx';
import { ApplicantStep } from './applicant/applicant-step.tsx';
import { CaptureStep } from './capture/capture-step.tsx';
import { ChecklistStep } from './checklist/checklist-step.tsx';
import { ProcedureStep } from './procedure/procedure-step.tsx';
import { ReviewStep } from './review/review-step.tsx';
import { steps } from './step.ts';
import { stepState } from './step-state.ts';
import type { DraftStep } from './step-state.ts';
import { WorkFrame } from './work-frame.tsx';
import { WorkLeft } from './work-left.tsx';
import { WorkRight } from './work-right.tsx';

export interface WorkScreenProps {
  readonly draftId: string;
  readonly step: DraftStep;
}

/** Opens the draft, then works on it. */
export function WorkScreen({ draftId, step }: WorkScreenProps) {
  const t = useText();
  const { go } = useRouter();
  const { handle, error } = useDraft(draftId);
  if (handle) return <WorkDesk draft={handle} step={step} />;
  return (
    <main className="mc-gate">
      {error ? (
        <ErrorNote
          error={error}
          actions={
            <Button kind="secondary" shortcut="Esc" onPress={() => go({ name: 'home' })}>
              {t('desk.home')}
            </Button>
          }
        />
      ) : (
        <Loading>{t('desk.opening')}</Loading>
      )}
    </main>
  );
}

function WorkDesk({ draft, step }: { readonly draft: DraftHandle; readonly step: DraftStep }) {
  const { go, screen } = useRouter();
  const draftId = draft.draft.id;
  const { procedure } = useProcedure(draft.draft.procedureCode);
  const review = useCall('intake.review', { draftId });
  const reload = review.reload;
  useEffect(reload, [draft.draft.revision, reload]);

  const [acceptError, setAcceptError] = useState<CallFailure | null>(null);
  const goStep = (next: DraftStep) => go({ name: 'work', draftId, step: next });
  const at = steps.indexOf(step);
  const onBack = () => {
    const before = steps[at - 1];
    if (before && before !== 'receipt') goStep(before);
    else go({ name: 'home' });
  };
  const onNext = async () => {
    const after = steps[at + 1];
    if (after && after !== 'receipt') return goStep(after);
    // Accepting again returns the same dossier, so this is right whether or not the step has done it already.
    const { revision } = await draft.settled();
    const accepted = await call('intake.accept', { draftId, revision });
    if (accepted.ok) go({ name: 'work', draftId, step: 'receipt', dossierId: accepted.value.id });
    else setAcceptError(accepted.error);
    return undefined;
  };
  const props = { draft, onNext: () => void onNext(), onBack };
  const scans = useScansAtWork(draft, step);
  return (
    <WorkFrame
      step={step}
      onBack={onBack}
      left={
        <WorkLeft
          draftId={draftId}
          state={(each) =>
            each === 'receipt' ? 'waiting' : stepState(each, step, draft.draft, review.value)
          }
          onStep={goStep}
        />
      }
      centre={
        <>
          <ScanNoticeBar offer={scans.offer} />
          {step === 'applicant' && <ApplicantStep {...props} />}
          {step === 'procedure' && <ProcedureStep {...props} suggested={suggestedOf(screen)} />}
          {step === 'checklist' && <ChecklistStep {...props} />}
          {step === 'capture' && <CaptureStep {...props} />}
          {step === 'review' && <ReviewStep {...props} />}
        </>
      }
      right={
        <WorkRight
          draft={draft.draft}
          procedure={procedure}
          review={review.value}
          error={acceptError ?? review.error}
          onStep={goStep}
        />
      }
    />
  );
}

function suggestedOf(screen: Screen): string | null {
  return screen.name === 'work' && screen.step !== 'receipt' ? (screen.suggested ?? null) : null;
}

/** What a scan means while a dossier is at work: fill what is empty, ask before replacing. */
function useScansAtWork(draft: DraftHandle, step: DraftStep) {
  const t = useText();
  const { go } = useRouter();
  const { dismiss } = useScan();
  const commands = useCommands();
  const draftId = draft.draft.id;

  const setPerson = async (role: 'applicant' | 'owner', scanned: Person, warnings: readonly string[]) => {
    const { people } = await draft.settled();
    const before = people[role];
    const same = before?.idNumber === scanned.idNumber;
    // A card knows neither telephone nor mail: what was typed stays with the same person.
    const person = before && same ? { ...scanned, phone: before.phone, email: before.email } : scanned;
    rememberDoubts(draftId, person, warnings);
    await draft.change('intake.setPeople', { ...people, [role]: person });
    if (step !== 'applicant') go({ name: 'work', draftId, step: 'applicant' });
    dismiss();
  };
  const suggest = (code: string) => {
    go({ name: 'work', draftId, step: 'procedure', suggested: code });
    dismiss();
  };

  useScanHandler('screen', (scan) => {
    const { people, procedureCode } = draft.draft;
    if (scan.kind === 'identity') {
      const fits = !people.applicant || people.applicant.idNumber === scan.person.idNumber;
      if (fits) void setPerson('applicant', scan.person, scan.warnings);
      return fits ? 'applicant' : null;
    }
    if (scan.kind === 'procedure' && !procedureCode) {
      suggest(scan.code);
      return 'procedure';
    }
    return null;
  });

  const offer = (scan: UsableScan) => {
    switch (scan.kind) {
      case 'identity':
        return (
          <>
            <Button kind="secondary" onPress={() => void setPerson('owner', scan.person, scan.warnings)}>
              {t('shell.scan.useAsOwner')}
            </Button>
            <Button kind="secondary" onPress={() => void setPerson('applicant', scan.person, scan.warnings)}>
              {t('shell.scan.useAsApplicant')}
            </Button>
            <Button
              kind="secondary"
              onPress={() => void commands.startWithPerson(scan.person, scan.warnings)}
            >
              {t('shell.scan.startWithPerson')}
            </Button>
          </>
        );
      case 'procedure':
        return (
          <Button kind="secondary" onPress={() => suggest(scan.code)}>
            {t('shell.scan.setProcedure')}
          </Button>
        );
      case 'dossier':
        return (
          <Button kind="secondary" onPress={() => void commands.openDossierByCode(scan.code)}>
            {t('shell.scan.openDossier')}
          </Button>
        );
    }
  };
  return { offer };
}
