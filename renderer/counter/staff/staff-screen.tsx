import { useState } from 'react';
import { useAction } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { useText } from '../../text/language.tsx';
import { StaffFields, isComplete, noStaff, tidy } from './staff-fields.tsx';

export function StaffScreen() {
  const t = useText();
  const { staff: me } = useSession();
  const add = useAction('admin.addStaff');
  const [staff, setStaff] = useState(noStaff);
  const [admin, setAdmin] = useState(false);
  const [added, setAdded] = useState<{ readonly name: string; readonly code: string } | null>(null);
  if (!me?.admin) return <EmptyState icon="lock" title={t('shell.staff.onlyAdmin')} />;
  const submit = async () => {
    setAdded(null);
    const result = await add.run({ ...tidy(staff), admin });
    if (!result.ok) return;
    setAdded({ name: result.value.fullName, code: result.value.code });
    setStaff(noStaff);
    setAdmin(false);
  };
  return (
    <div className="mc-narrow">
      <h1>{t('shell.staff.title')}</h1>
      <p className="mc-soft">{t('shell.staff.lead')}</p>
      <Card>
        <StaffFields value={staff} onChange={setStaff} />
        <Checkbox isSelected={admin} onChange={setAdmin}>
          {t('shell.staff.admin')}
        </Checkbox>
        {add.error && <ErrorNote error={add.error} />}
        <div className="mc-row" role="status">
          {added && <Badge tone="safe">{t('shell.staff.added', added)}</Badge>}
        </div>
        <Button
          kind="primary"
          icon="plus"
          shortcut="Enter"
          onPress={() => void submit()}
          isDisabled={!isComplete(staff)}
          isPending={add.running}
        >
          {t('shell.staff.add')}
        </Button>
      </Card>
    </div>
  );
}
