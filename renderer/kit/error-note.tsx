import type { ReactNode } from 'react';
import { errorCodes } from '../../main/contract/errors.ts';
import type { ErrorCode } from '../../main/contract/errors.ts';
import type { AnyFailure } from '../app/shapes.ts';
import { useText } from '../text/language.tsx';
import { Icon } from './icons.tsx';

export function knownCode(code: string): ErrorCode {
  return (errorCodes as readonly string[]).includes(code) ? (code as ErrorCode) : 'unexpected';
}

/** Minutes for the sentence about a locked account, from milliseconds or seconds in the details. */
function values(details: AnyFailure['details']): Record<string, string | number> {
  const ms = details?.['retryAfterMs'] ?? details?.['waitMs'];
  const minutes = details?.['minutes'] ?? (typeof ms === 'number' ? Math.max(1, Math.ceil(ms / 60_000)) : 5);
  return { ...details, minutes };
}

/** A failure where it happened: what failed, what is kept, what to do now. Codes of later versions read "unexpected". */
export function ErrorNote({ error, actions }: { readonly error: AnyFailure; readonly actions?: ReactNode }) {
  const t = useText();
  const code = knownCode(error.code);
  const filled = values(error.details);
  return (
    <ThreeLines
      failed={t(`errors.${code}.failed`, filled)}
      kept={t(`errors.${code}.kept`, filled)}
      next={t(`errors.${code}.next`, filled)}
      actions={actions}
    />
  );
}

export interface ThreeLinesProps {
  readonly failed: string;
  readonly kept: string;
  readonly next: string;
  readonly actions?: ReactNode;
}

/** The same three lines for what is not an error code (an unusable scan, say). */
export function ThreeLines({ failed, kept, next, actions }: ThreeLinesProps) {
  const t = useText();
  return (
    <div role="alert" className="mc-error-note">
      <p className="mc-error-failed">
        <Icon name="warning" />
        <span>{failed}</span>
      </p>
      <p>
        <b>{t('kit.error.kept')}:</b> {kept}
      </p>
      <p>
        <b>{t('kit.error.next')}:</b> {next}
      </p>
      {actions && <div className="mc-error-actions">{actions}</div>}
    </div>
  );
}
