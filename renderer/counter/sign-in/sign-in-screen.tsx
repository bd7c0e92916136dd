import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useAction } from '../../app/api.ts';
import { useSession, useSessionState } from '../../app/session.tsx';
import { Button } from '../../kit/button.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useText } from '../../text/language.tsx';
import { GateForm } from './gate-form.tsx';

/** Code and PIN of a local staff account; starts the shift. */
export function SignInScreen() {
  const t = useText();
  const { trainingHint } = useSession();
  const { setSession } = useSessionState();
  const signIn = useAction('session.signIn');
  const [code, setCode] = useState('');
  const [pin, setPin] = useState('');
  const submit = async () => {
    const result = await signIn.run({ code: code.trim(), pin });
    if (result.ok) setSession(result.value);
    else setPin('');
  };
  const offer = useRef<HTMLDivElement>(null);
  const fillIn = (hint: { readonly code: string; readonly pin: string }) => {
    flushSync(() => {
      setCode(hint.code);
      setPin(hint.pin);
    });
    // Enter then signs in.
    offer.current?.closest('main')?.querySelector<HTMLElement>('.mc-button-primary')?.focus();
  };
  return (
    <GateForm
      title={t('shell.signIn.title')}
      submit={t('shell.signIn.start')}
      ready={code.trim() !== '' && pin !== ''}
      running={signIn.running}
      error={signIn.error}
      onSubmit={() => void submit()}
    >
      <TextField label={t('shell.signIn.code')} value={code} onChange={setCode} maxLength={20} />
      <TextField
        label={t('shell.signIn.pin')}
        type="password"
        inputMode="numeric"
        value={pin}
        onChange={setPin}
        maxLength={64}
      />
      {trainingHint && (
        <div className="mc-offer" ref={offer}>
          <span className="mc-offer-text">{t('shell.signIn.hint', trainingHint)}</span>
          <Button kind="quiet" onPress={() => fillIn(trainingHint)}>
            {t('shell.signIn.hintUse')}
          </Button>
        </div>
      )}
    </GateForm>
  );
}
