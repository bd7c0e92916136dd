import type { ReactNode } from 'react';
import { faultsToDecide, isFiledSeparator } from '../../../../../main/contract/page-look.ts';
import type { Page } from '../../../../app/shapes.ts';
import { Badge } from '../../../../kit/badge.tsx';
import { Button } from '../../../../kit/button.tsx';
import { Icon } from '../../../../kit/icons.tsx';
import type { IconName } from '../../../../kit/icons.tsx';
import { useText } from '../../../../text/language.tsx';
import { AcceptForm } from './accept-form.tsx';
import { FaultList } from './fault-list.tsx';
import type { Look } from './use-looks.ts';
import { papersOf, turnsToUpright } from './verdict.ts';

interface FindingsProps {
  readonly ownerId: string;
  readonly page: Page;
  readonly n: number;
  readonly look: Look;
  readonly canRescan: boolean;
  readonly splitting: boolean;
  readonly accepting: boolean;
  onRescan(): void;
  onAccepting(open: boolean): void;
  onAccept(reason: string): void;
  onWithdraw(): void;
  onLookAgain(): void;
  onSplit(): void;
  onTurnUpright(): void;
}

/** What was seen on the page, each fault with its place and a close look, and what can be done about it. */
export function Findings(props: FindingsProps) {
  const t = useText();
  const { ownerId, page, n, look } = props;
  if (look.state === 'failed')
    return (
      <Panel n={n}>
        <Line icon="info" words={t('gate.failed')}>
          <Button kind="secondary" onPress={props.onLookAgain}>
            {t('gate.tryAgain')}
          </Button>
        </Line>
      </Panel>
    );
  if (look.state !== 'seen') return null;
  const { faults } = look.facts;
  const papers = papersOf(page, look);
  const crooked = turnsToUpright(page, look) !== 0;
  const decided = faultsToDecide(page, look).length === 0 && page.decision !== undefined;
  if (faults.length === 0 && papers === 0 && !crooked && !decided) return null;
  const asks = faults.length > 0 && !decided;
  return (
    <Panel n={n}>
      {papers > 0 && (
        <Line icon="pages" words={t('gate.papers', { count: papers })} hint={t('gate.papersHelp')}>
          <Button kind="secondary" icon="pages" isPending={props.splitting} onPress={props.onSplit}>
            {papers === 2 ? t('gate.splitTwo') : t('gate.split', { count: papers })}
          </Button>
          <Key name="T" />
        </Line>
      )}
      {crooked && (
        <Line icon="rotateRight" words={t('gate.turned')}>
          <Button kind="secondary" icon="rotateRight" onPress={props.onTurnUpright}>
            {t('gate.turnUpright')}
          </Button>
        </Line>
      )}
      {asks && props.accepting ? (
        <AcceptForm onAccept={props.onAccept} onCancel={() => props.onAccepting(false)} />
      ) : (
        faults.length > 0 && (
          <div className="gate-both">
            <FaultList ownerId={ownerId} page={page} faults={faults} />
            {asks && <FaultActions {...props} />}
          </div>
        )
      )}
      {decided && <Decided page={page} faulty={faults.length > 0} onWithdraw={props.onWithdraw} />}
    </Panel>
  );
}

function Panel({ n, children }: { readonly n: number; readonly children: ReactNode }) {
  const t = useText();
  return (
    <section className="gate-panel" aria-label={t('gate.panel', { n })}>
      {children}
    </section>
  );
}

/** A letter that does the same as the button beside it. */
function Key({ name }: { readonly name: string }) {
  return (
    <kbd className="mc-kbd" aria-hidden="true">
      {name}
    </kbd>
  );
}

function Line(props: {
  readonly icon: IconName;
  readonly words: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="gate-line">
      <Icon name={props.icon} />
      <span className="gate-words">
        <b>{props.words}</b>
        {props.hint && <span className="cap-soft">{props.hint}</span>}
      </span>
      {props.children}
    </div>
  );
}

function FaultActions({ canRescan, onRescan, onAccepting }: FindingsProps) {
  const t = useText();
  return (
    <div className="gate-actions">
      {canRescan && (
        <span className="gate-keyed">
          <Button kind="secondary" icon="scanner" onPress={onRescan}>
            {t('gate.rescan')}
          </Button>
          <Key name="Q" />
        </span>
      )}
      <span className="gate-keyed">
        <Button kind="secondary" icon="check" onPress={() => onAccepting(true)}>
          {t('gate.accept')}
        </Button>
        <Key name="A" />
      </span>
    </div>
  );
}

function Decided(props: { readonly page: Page; readonly faulty: boolean; onWithdraw(): void }) {
  const t = useText();
  const reason = props.page.decision?.reason ?? '';
  const filed = isFiledSeparator(props.page) ? 'gate.separatorFiled' : 'gate.blankFiled';
  return (
    <div className="gate-line">
      <Badge tone="info" icon="check">
        {reason === '' ? t(filed) : t('gate.acceptedFor', { reason })}
      </Badge>
      <span className="gate-words" />
      {props.faulty && (
        <Button kind="quiet" icon="undo" onPress={props.onWithdraw}>
          {t('gate.withdraw')}
        </Button>
      )}
    </div>
  );
}
