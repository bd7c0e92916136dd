import type { ReactNode } from 'react';
import { Button } from '../../../kit/button.tsx';
import { useText } from '../../../text/language.tsx';
import { captureStanding } from '../checklist/paper.ts';
import type { Paper } from '../checklist/paper.ts';
import { Tip } from '../../../kit/tip.tsx';

interface PageToolsProps {
  readonly first: boolean;
  readonly last: boolean;
  /** The menu that takes pages to other papers. */
  readonly arrange: ReactNode;
  readonly canRescan: boolean;
  readonly comparing: boolean;
  onTurn(direction: 1 | -1): void;
  onStep(direction: 1 | -1): void;
  onRescan(): void;
  onCompare(): void;
  onRemove(): void;
}

/** Papers of a draft that take pages, but for one. */
export function otherOpenPapers(papers: readonly Paper[], componentId: string): Paper[] {
  return papers.filter((paper) => {
    const standing = captureStanding(paper);
    return paper.rule.id !== componentId && (standing === 'waiting' || standing === 'captured');
  });
}

export function PageTools(props: PageToolsProps) {
  const t = useText();
  const { first, last, canRescan } = props;
  return (
    <span className="viewer-tools">
      <Tip text={`${t('work.capture.rotateLeft')} (Shift+R)`}>
        <Button
          kind="quiet"
          icon="rotateLeft"
          label={t('work.capture.rotateLeft')}
          onPress={() => props.onTurn(-1)}
        />
      </Tip>
      <Tip text={`${t('work.capture.rotateRight')} (R)`}>
        <Button
          kind="quiet"
          icon="rotateRight"
          label={t('work.capture.rotateRight')}
          onPress={() => props.onTurn(1)}
        />
      </Tip>
      <Tip text={`${t('work.capture.earlier')} (Alt+←)`}>
        <Button
          kind="quiet"
          icon="up"
          label={t('work.capture.earlier')}
          isDisabled={first}
          onPress={() => props.onStep(-1)}
        />
      </Tip>
      <Tip text={`${t('work.capture.later')} (Alt+→)`}>
        <Button
          kind="quiet"
          icon="down"
          label={t('work.capture.later')}
          isDisabled={last}
          onPress={() => props.onStep(1)}
        />
      </Tip>
      {props.arrange}
      <Tip text={`${t(props.comparing ? 'gate.compare.close' : 'gate.compare.open')} (C)`}>
        <Button
          kind="quiet"
          icon="contrast"
          label={t('gate.compare.open')}
          pressed={props.comparing}
          onPress={props.onCompare}
        />
      </Tip>
      {canRescan && (
        <Tip text={`${t('work.capture.rescan')} (Q)`}>
          <Button kind="quiet" icon="scanner" label={t('work.capture.rescan')} onPress={props.onRescan} />
        </Tip>
      )}
      <Tip text={`${t('work.capture.remove')} (Delete)`}>
        <Button kind="quiet" icon="trash" label={t('work.capture.remove')} onPress={props.onRemove} />
      </Tip>
    </span>
  );
}
