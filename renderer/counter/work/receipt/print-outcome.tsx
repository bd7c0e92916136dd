import { useState } from 'react';
import { Badge } from '../../../kit/badge.tsx';
import { Button } from '../../../kit/button.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { useText } from '../../../text/language.tsx';
import type { PaperName, Print } from './use-print.ts';

/** What came of a print: done, not certain (then the officer is asked), a reason is needed, or a failure. */
export function PrintOutcome({ paper, print }: { readonly paper: PaperName; readonly print: Print }) {
  const t = useText();
  const { state } = print;
  const name = t(`work.receipt.paper.${paper}`);
  return (
    <div className="rec-outcome">
      <div role="status">
        {state.step === 'printing' && <span className="rec-soft">{t('work.receipt.printing')}</span>}
        {state.step === 'confirmed' && (
          <Badge tone="safe">{t('work.receipt.confirmed', { paper: name })}</Badge>
        )}
        {state.step === 'unknown' && paper === 'slip' && <p>{t('work.receipt.asked', { paper: name })}</p>}
      </div>
      {state.step === 'unknown' && paper === 'form01' && (
        <div className="rec-ask" role="alert">
          <p>
            <Icon name="warning" />
            <span>{t('work.receipt.unknown', { paper: name })}</span>
          </p>
          <div className="rec-row">
            <Button kind="secondary" icon="check" autoFocus onPress={print.seen}>
              {t('work.receipt.yes')}
            </Button>
            <Button kind="secondary" icon="printer" onPress={() => print.print(t('work.receipt.noReason'))}>
              {t('work.receipt.no')}
            </Button>
          </div>
        </div>
      )}
      {state.step === 'reason' && <ReasonForm name={name} print={print} />}
      {state.step === 'failed' && (
        <ErrorNote
          error={state.error}
          actions={
            <Button kind="secondary" icon="printer" onPress={() => print.print(null)}>
              {t('kit.retry')}
            </Button>
          }
        />
      )}
    </div>
  );
}

function ReasonForm({ name, print }: { readonly name: string; readonly print: Print }) {
  const t = useText();
  const [reason, setReason] = useState('');
  const ready = reason.trim() !== '';
  const go = () => {
    if (ready) print.print(reason.trim());
  };
  return (
    <div
      className="rec-ask"
      role="group"
      aria-label={t('work.receipt.reprintTitle', { paper: name })}
      data-own-enter
      data-own-escape
      onKeyDown={(event) => {
        if (event.key === 'Escape') print.reset();
        if (
          event.key !== 'Enter' ||
          event.nativeEvent.isComposing ||
          event.target instanceof HTMLButtonElement
        )
          return;
        event.preventDefault();
        go();
      }}
    >
      <TextField
        label={t('work.receipt.reprintReason')}
        hint={t('work.receipt.reprintHint')}
        value={reason}
        onChange={setReason}
        maxLength={200}
        required
        autoFocus
      />
      <div className="rec-row">
        <Button kind="secondary" icon="printer" isDisabled={!ready} onPress={go}>
          {t('work.receipt.reprintGo')}
        </Button>
        <Button kind="quiet" onPress={print.reset}>
          {t('work.receipt.reprintCancel')}
        </Button>
      </div>
    </div>
  );
}
