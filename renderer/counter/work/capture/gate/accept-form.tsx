import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Button } from '../../../../kit/button.tsx';
import { TextField } from '../../../../kit/text-field.tsx';
import { useText } from '../../../../text/language.tsx';

const reasons = ['original', 'legible', 'only'] as const;

/** Why a page is used with its faults: a reason of the usual ones by its number, or in the officer's own words. */
export function AcceptForm(props: { onAccept(reason: string): void; onCancel(): void }) {
  const t = useText();
  const [own, setOwn] = useState('');
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector('button')?.focus(), []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      props.onCancel();
      return;
    }
    if (event.target instanceof HTMLInputElement) {
      if (event.key !== 'Enter' || own.trim() === '') return;
      event.preventDefault();
      event.stopPropagation();
      props.onAccept(own.trim());
      return;
    }
    const chosen = reasons[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    event.stopPropagation();
    props.onAccept(t(`gate.reasons.${chosen}`));
  }

  return (
    <div
      ref={form}
      className="gate-why"
      role="group"
      aria-label={t('gate.why')}
      onKeyDown={onKeyDown}
      data-own-escape
      data-own-enter
    >
      <p>
        <b>{t('gate.why')}</b>
      </p>
      <div className="gate-reasons">
        {reasons.map((reason, at) => (
          <Button key={reason} kind="secondary" onPress={() => props.onAccept(t(`gate.reasons.${reason}`))}>
            {`${at + 1}. ${t(`gate.reasons.${reason}`)}`}
          </Button>
        ))}
      </div>
      <div className="gate-own">
        <TextField label={t('gate.ownReason')} value={own} onChange={setOwn} maxLength={300} />
        <Button kind="secondary" isDisabled={own.trim() === ''} onPress={() => props.onAccept(own.trim())}>
          {t('gate.record')}
        </Button>
        <Button kind="quiet" onPress={props.onCancel}>
          {t('gate.cancel')}
        </Button>
      </div>
    </div>
  );
}
