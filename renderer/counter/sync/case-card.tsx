import { useState } from 'react';
import { useAction } from '../../app/api.ts';
import { useRouter } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { useStatus } from '../../app/status.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import type { IconName } from '../../kit/icons.tsx';
import { useText } from '../../text/language.tsx';
import { meaningWords } from './explanation.ts';
import { moment, storyOf } from './story.ts';
import type { Case } from './story.ts';

type Step = Case['steps'][number];

const stepIcon: Readonly<Record<Step, IconName>> = {
  correct: 'page',
  'change-unit': 'city',
  resend: 'outbox',
  wait: 'outbox',
  support: 'shield',
};

/** One dossier that needs a person: the city's words, what they mean, who sees to it, what can be done. */
export function CaseCard(props: {
  readonly about: Case;
  readonly now: number;
  onDo(what: 'correct' | 'change-unit'): void;
  onResent(): void;
  onChanged(): void;
}) {
  const { about, now } = props;
  const { code, dossierId, owner, refusal, lastError, steps } = about;
  const t = useText();
  const { go } = useRouter();
  const me = useSession().staff?.id;
  const city = useStatus()?.city ?? null;
  const take = useAction('sync.take');
  const resend = useAction('sync.resend');
  const retry = useAction('sync.retryNow');
  const support = useAction('sync.exportCase');
  const [file, setFile] = useState<string | null>(null);

  const run = (step: Step) => {
    if (step === 'correct' || step === 'change-unit') props.onDo(step);
    if (step === 'resend')
      void resend.run({ itemId: about.id, change: {} }).then((result) => {
        if (result.ok) props.onResent();
      });
    if (step === 'wait') void retry.run({}).then(props.onChanged);
    if (step === 'support')
      void support.run({ dossierId }).then((result) => {
        if (result.ok) setFile(result.value.file);
      });
  };
  const error = take.error ?? resend.error ?? retry.error ?? support.error;
  const means = meaningWords(t, about);
  const quotes =
    refusal !== null &&
    lastError !== null &&
    refusal.meaning !== 'not-found' &&
    refusal.meaning !== 'wrong-shape';
  return (
    <li className={`sync-item sync-item-${about.state}`}>
      <div className="sync-facts">
        <b className="mc-figures sync-code">{code}</b>
        <span className="sync-soft">{t(`sync.kind.${about.kind}`)}</span>
        <span className="sync-who" lang="vi">
          {about.applicantName} – {about.procedureName}
        </span>
        <Badge tone={refusal ? 'danger' : 'waiting'}>
          {refusal ? t('domain.sync.refused') : t('sync.stuck')}
        </Badge>
      </div>
      <p className="sync-soft mc-figures">{storyOf(t, about, city, now).join(' · ')}</p>
      <dl className="sync-words">
        {quotes && (
          <div>
            <dt>{t('sync.said')}</dt>
            <dd>
              <q lang="vi">{lastError}</q>
            </dd>
          </div>
        )}
        {means !== null && (
          <div>
            <dt>{t(refusal ? 'sync.means' : 'sync.reason')}</dt>
            <dd>{means}</dd>
          </div>
        )}
        <div>
          <dt>{t('sync.now')}</dt>
          <dd>{t(`refusals.todo.${steps[0] ?? 'support'}`)}</dd>
        </div>
        <div>
          <dt>{t('sync.owner')}</dt>
          <dd className="mc-figures">
            {owner === null
              ? t('sync.nobody')
              : t('sync.ownedBy', { name: owner.name, time: moment(owner.takenAt, now) })}
          </dd>
        </div>
      </dl>
      {error && <ErrorNote error={error} />}
      {file !== null && (
        <p role="status" className="sync-file">
          {t('sync.exported')} <span className="sync-code mc-figures">{file}</span>
        </p>
      )}
      <div className="sync-actions">
        {steps.map((step) => (
          <Button
            key={step}
            kind="secondary"
            icon={stepIcon[step]}
            label={t('sync.stepOf', { step: t(`sync.step.${step}`), code })}
            isPending={step === 'resend' ? resend.running : step === 'support' && support.running}
            onPress={() => run(step)}
          >
            {t(`sync.step.${step}`)}
          </Button>
        ))}
        {owner?.id !== me && (
          <Button
            kind="quiet"
            icon="person"
            label={t('sync.stepOf', { step: t('sync.step.take'), code })}
            isPending={take.running}
            onPress={() => void take.run({ dossierId }).then(props.onChanged)}
          >
            {t('sync.step.take')}
          </Button>
        )}
        <Button
          kind="quiet"
          icon="folder"
          label={t('sync.openOf', { code })}
          onPress={() => go({ name: 'dossier', id: dossierId })}
        >
          {t('sync.open')}
        </Button>
      </div>
    </li>
  );
}
