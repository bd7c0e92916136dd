import { useMemo } from 'react';
import { call } from './api.ts';
import { useRouter } from './router.tsx';
import { rememberDoubts } from './scanned-person.ts';
import { useScan } from './scan.tsx';
import { useSessionState } from './session.tsx';
import type { CallFailure, Person } from './shapes.ts';

/** What buttons, scans and the finder can all start. A failure is told beside the scan notices. */
export interface Commands {
  startDossier(): Promise<CallFailure | null>;
  startWithPerson(person: Person, warnings: readonly string[]): Promise<CallFailure | null>;
  startWithProcedure(code: string): Promise<CallFailure | null>;
  openDossierByCode(code: string): Promise<CallFailure | null>;
  /** A second window of this station, signed in as this one. */
  openWindow(): Promise<CallFailure | null>;
  endShift(): Promise<CallFailure | null>;
}

const nobody = { applicant: null, owner: null, authorised: null, helper: null };

export function useCommands(): Commands {
  const { go } = useRouter();
  const { setSession } = useSessionState();
  const { tell, dismiss } = useScan();
  return useMemo(() => {
    const failed = (error: CallFailure) => {
      tell({ kind: 'failed', error });
      return error;
    };
    const startWithPerson = async (person: Person, warnings: readonly string[]) => {
      dismiss();
      const started = await call('intake.start', {});
      if (!started.ok) return failed(started.error);
      const { id: draftId, revision } = started.value;
      rememberDoubts(draftId, person, warnings);
      const set = await call('intake.setPeople', { ...nobody, draftId, revision, applicant: person });
      go({ name: 'work', draftId, step: 'applicant' });
      return set.ok ? null : failed(set.error);
    };
    const startWithProcedure = async (code: string) => {
      dismiss();
      const found = await call('catalogue.procedure', { code });
      if (!found.ok) return failed(found.error);
      const started = await call('intake.start', {});
      if (!started.ok) return failed(started.error);
      const { id: draftId, revision } = started.value;
      // With several cases the officer chooses; the first one stands until then.
      const caseId = found.value.cases[0]?.id ?? '01';
      const set = await call('intake.setProcedure', {
        draftId,
        revision,
        procedureCode: found.value.code,
        caseId,
      });
      const several = found.value.cases.length > 1;
      go({ name: 'work', draftId, step: several ? 'procedure' : 'applicant' });
      return set.ok ? null : failed(set.error);
    };
    const startDossier = async () => {
      dismiss();
      const started = await call('intake.start', {});
      if (!started.ok) return failed(started.error);
      go({ name: 'work', draftId: started.value.id, step: 'applicant' });
      return null;
    };
    const openDossierByCode = async (code: string) => {
      dismiss();
      const found = await call('dossier.list', { text: code, limit: 2, before: null });
      if (!found.ok) return failed(found.error);
      const exact = found.value.items.find((item) => item.cityCode === code || item.localCode === code);
      const dossier = exact ?? (found.value.items.length === 1 ? found.value.items[0] : undefined);
      if (dossier) go({ name: 'dossier', id: dossier.id });
      else tell({ kind: 'no-dossier', code });
      return null;
    };
    const openWindow = async () => {
      const opened = await call('shell.openWindow', {});
      return opened.ok ? null : failed(opened.error);
    };
    const endShift = async () => {
      const ended = await call('session.signOut', {});
      if (!ended.ok) return failed(ended.error);
      go({ name: 'home' });
      setSession(ended.value);
      return null;
    };
    return { startDossier, startWithPerson, startWithProcedure, openDossierByCode, openWindow, endShift };
  }, [go, setSession, tell, dismiss]);
}
