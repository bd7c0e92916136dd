import { ListBox, ListBoxItem, useDragAndDrop } from 'react-aria-components';
import { Icon } from '../../../kit/icons.tsx';
import type { IconName } from '../../../kit/icons.tsx';
import { useText } from '../../../text/language.tsx';
import { captureStanding } from '../checklist/paper.ts';
import type { CaptureStanding, Paper } from '../checklist/paper.ts';
import { pageDragType } from './page-grid.tsx';

interface PaperListProps {
  readonly papers: readonly Paper[];
  readonly chosenId: string | null;
  /** The paper that a running job adds to. */
  readonly busyId: string | null;
  onChoose(componentId: string): void;
  onMoveHere(pageIds: readonly string[], componentId: string): void;
}

const icons: Readonly<Record<CaptureStanding, IconName>> = {
  captured: 'check',
  waiting: 'clock',
  present: 'person',
  forbidden: 'lock',
  reused: 'disk',
  off: 'dot',
};

/** The papers, each with its pages and state; a page can be dropped on one. */
export function PaperList({ papers, chosenId, busyId, onChoose, onMoveHere }: PaperListProps) {
  const t = useText();
  const open = (id: unknown) => {
    const paper = papers.find((one) => one.rule.id === id);
    const standing = paper ? captureStanding(paper) : 'off';
    return standing === 'captured' || standing === 'waiting';
  };
  const { dragAndDropHooks } = useDragAndDrop({
    acceptedDragTypes: [pageDragType],
    shouldAcceptItemDrop: (target) => open(target.key) && target.key !== chosenId,
    onItemDrop: async ({ items, target }) => {
      const ids = items.flatMap((item) => (item.kind === 'text' ? [item.getText(pageDragType)] : []));
      onMoveHere(await Promise.all(ids), String(target.key));
    },
  });
  return (
    <ListBox
      className="cap-papers"
      aria-label={t('work.capture.papers')}
      items={papers.map((paper) => ({ id: paper.rule.id, paper, standing: captureStanding(paper) }))}
      dependencies={[busyId, t]}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={chosenId === null ? [] : [chosenId]}
      onSelectionChange={(keys) => {
        const [first] = keys === 'all' ? [] : [...keys];
        if (first !== undefined) onChoose(String(first));
      }}
      dragAndDropHooks={dragAndDropHooks}
    >
      {({ id, paper, standing }) => (
        <ListBoxItem id={id} textValue={paper.rule.name} className={`cap-paper cap-paper-${standing}`}>
          <span className="cap-paper-name" lang="vi">
            {paper.rule.name}
          </span>
          <span className="cap-paper-state">
            {busyId === id ? (
              <span className="mc-spinner" aria-hidden="true" />
            ) : (
              <Icon name={icons[standing]} />
            )}
            <span>
              {t(`work.capture.standing.${standing}`)}
              {paper.state.pages.length > 0 && (
                <span className="mc-figures"> · {t('work.pages', { count: paper.state.pages.length })}</span>
              )}
            </span>
          </span>
          {paper.state.files.some(
            (file) => file.signed && paper.state.pages.some(({ pdf }) => pdf?.fileId === file.id),
          ) && (
            <span className="cap-signed">
              <Icon name="shield" />
              {t('work.capture.signed')}
            </span>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
