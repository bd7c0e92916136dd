import { useState } from 'react';
import { useAction } from '../../app/api.ts';
import { useSessionState } from '../../app/session.tsx';
import { useText } from '../../text/language.tsx';
import { StaffFields, isComplete, noStaff, tidy } from '../staff/staff-fields.tsx';
import { GateForm } from './gate-form.tsx';

/** The first administrator of a machine on which nobody can sign in yet. */
export function FirstStaffScreen() {
  const t = useText();
  const { setSession } = useSessionState();
  const create = useAction('session.firstStaff');
  const [staff, setStaff] = useState(noStaff);
  const submit = async () => {
    const result = await create.run(tidy(staff));
    if (result.ok) setSession(result.value);
  };
  return (
    <GateForm
      title={t('shell.firstStaff.title')}
      lead={t('shell.firstStaff.lead')}
      submit={t('shell.firstStaff.create')}
      ready={isComplete(staff)}
      running={create.running}
      error={create.error}
      onSubmit={() => void submit()}
    >
      <StaffFields value={staff} onChange={setStaff} />
    </GateForm>
  );
}
