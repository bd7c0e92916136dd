import { useState } from 'react';
import { useAction } from '../../app/api.ts';
import { useSession, useSessionState } from '../../app/session.tsx';
import { knownCode } from '../../kit/error-note.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useText } from '../../text/language.tsx';
import { GateForm } from './gate-form.tsx';

/** Opens the store of a machine without a keyring, or chooses its passphrase the first time. */
export function UnlockScreen() {
  const { fault, store } = useSession();
  return fault === null ? <PassphraseForm isNew={store === 'new'} /> : <FaultForm fault={fault} />;
}

/** The store does not open, and no passphrase would help: what is wrong, and once more. */
function FaultForm({ fault }: { readonly fault: string }) {
  const t = useText();
  const { setSession } = useSessionState();
  const again = useAction('session.unlock');
  const submit = async () => {
    const result = await again.run({ passphrase: '' });
    if (result.ok) setSession(result.value);
  };
  return (
    <GateForm
      title={t('shell.unlock.faultTitle')}
      submit={t('kit.retry')}
      ready
      running={again.running}
      error={again.error ?? { code: knownCode(fault) }}
      onSubmit={() => void submit()}
    >
      {null}
    </GateForm>
  );
}

function PassphraseForm({ isNew }: { readonly isNew: boolean }) {
  const t = useText();
  const { setSession } = useSessionState();
  const unlock = useAction('session.unlock');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const differs = isNew && again !== '' && again !== passphrase;
  const submit = async () => {
    const result = await unlock.run({ passphrase });
    if (result.ok) setSession(result.value);
  };
  return (
    <GateForm
      title={t(isNew ? 'shell.unlock.newTitle' : 'shell.unlock.title')}
      lead={t(isNew ? 'shell.unlock.newLead' : 'shell.unlock.lead')}
      submit={t(isNew ? 'shell.unlock.create' : 'shell.unlock.open')}
      ready={passphrase !== '' && (!isNew || again === passphrase)}
      running={unlock.running}
      error={unlock.error}
      onSubmit={() => void submit()}
    >
      <TextField
        label={t('shell.unlock.passphrase')}
        type="password"
        value={passphrase}
        onChange={setPassphrase}
        maxLength={200}
      />
      {isNew && (
        <TextField
          label={t('shell.unlock.again')}
          type="password"
          value={again}
          onChange={setAgain}
          maxLength={200}
          error={differs && again.length >= passphrase.length ? t('shell.unlock.differ') : null}
        />
      )}
    </GateForm>
  );
}
