import { useEffect, useRef, useState } from 'react';
import {
  Button as AriaButton,
  GridLayout,
  GridList,
  GridListItem,
  Size,
  Virtualizer,
  useDragAndDrop,
} from 'react-aria-components';
import { Button } from '../../../kit/button.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { Tip } from '../../../kit/tip.tsx';
import { useText } from '../../../text/language.tsx';
import type { Page } from '../../../app/shapes.ts';
import { PageVerdict } from './gate/page-verdict.tsx';
import type { LookOf } from './gate/use-looks.ts';
import { placeBeside, touchChoice } from './placing.ts';
import { Thumb } from './thumb.tsx';

export const pageDragType = 'application/x-mot-cua-page';

interface PageGridProps {
  readonly ownerId: string;
  readonly name: string;
  readonly pages: readonly Page[];
  /** Pages of kept signed files: shown as such. */
  readonly signedFileIds: ReadonlySet<string>;
  readonly chosenIds: readonly string[];
  /** The one that is looked at. */
  readonly shownId: string;
  readonly lookOf: LookOf;
  onChoose(pageIds: ReadonlySet<string>): void;
  onPlace(pageIds: readonly string[], index: number): void;
}

const layoutOptions = {
  minItemSize: new Size(96, 176),
  maxItemSize: new Size(140, 176),
  minSpace: new Size(8, 8),
  dropIndicatorThickness: 4,
};

/** The pages of one paper in small. Only those in view are drawn, so 400 pages cost as little as ten. */
export function PageGrid(props: PageGridProps) {
  const { ownerId, name, pages, signedFileIds, chosenIds, shownId, lookOf, onChoose, onPlace } = props;
  const t = useText();
  const grid = useRef<HTMLDivElement>(null);
  const ids = pages.map((page) => page.id);
  /** Each tap or click adds a page or takes it out: for fingers, which have no Shift and no Ctrl. */
  const [several, chooseSeveral] = useState(false);
  const byTouch = useRef(false);

  // While pages arrive and the newest is being looked at, it stays in view.
  const following = shownId === ids.at(-1);
  useEffect(() => {
    if (following && grid.current) grid.current.scrollTop = grid.current.scrollHeight;
  }, [following, ids.length]);

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ [pageDragType]: String(key), 'text/plain': String(key) })),
    acceptedDragTypes: [pageDragType],
    getDropOperation: (target) =>
      target.type === 'item' && target.dropPosition !== 'on' ? 'move' : 'cancel',
    onReorder: ({ keys, target }) => {
      if (target.dropPosition === 'on') return;
      const moved = [...keys].map(String);
      const place = placeBeside(ids, moved, String(target.key), target.dropPosition);
      if (place !== null) onPlace(moved, place);
    },
    renderDragPreview: (items) => (
      <div className="cap-drag-preview">
        <Icon name="pages" />
        {t('arrange.pages', { count: items.length })}
      </div>
    ),
  });

  return (
    <div
      className="cap-pages"
      onPointerDownCapture={(event) => (byTouch.current = event.pointerType === 'touch')}
      onKeyDownCapture={() => (byTouch.current = false)}
    >
      <Virtualizer layout={GridLayout} layoutOptions={layoutOptions}>
        <GridList
          ref={grid}
          className="cap-grid"
          layout="grid"
          aria-label={t('work.capture.pagesOf', { name })}
          items={pages.map((page, index) => ({ id: page.id, page, n: index + 1 }))}
          dependencies={[t, ownerId, shownId, lookOf]}
          selectionMode="multiple"
          selectionBehavior={several ? 'toggle' : 'replace'}
          disallowEmptySelection
          selectedKeys={chosenIds}
          onSelectionChange={(keys) => {
            const now = keys === 'all' ? ids : [...keys].map(String);
            onChoose(new Set(byTouch.current && !several ? touchChoice(ids, chosenIds, now) : now));
          }}
          dragAndDropHooks={dragAndDropHooks}
        >
          {({ id, page, n }) => (
            <GridListItem
              id={id}
              className={id === shownId ? 'cap-page cap-page-shown' : 'cap-page'}
              textValue={t('work.capture.pageLabel', {
                n,
                source: t(`work.capture.pageSource.${page.source}`),
              })}
            >
              <Thumb ownerId={ownerId} page={page} box={112} />
              <PageVerdict page={page} lookOf={lookOf} />
              <span className="cap-page-foot">
                <AriaButton
                  slot="drag"
                  className="cap-page-drag"
                  aria-label={t('work.capture.dragPage', { n })}
                >
                  <Icon name="list" />
                </AriaButton>
                <span className="mc-figures">{n}</span>
                {page.sheet !== undefined && (
                  <span className="cap-page-signed" role="img" aria-label={t('arrange.card.side')}>
                    <Icon name="chip" />
                  </span>
                )}
                {page.pdf && signedFileIds.has(page.pdf.fileId) && (
                  <span className="cap-page-signed" role="img" aria-label={t('work.capture.signed')}>
                    <Icon name="shield" />
                  </span>
                )}
              </span>
            </GridListItem>
          )}
        </GridList>
      </Virtualizer>
      {pages.length > 1 && (
        <div className="cap-chosen">
          {chosenIds.length > 1 ? (
            <b>{t('arrange.chosen', { count: chosenIds.length })}</b>
          ) : (
            <span>{t('arrange.howToChoose')}</span>
          )}
          <span className="cap-several">
            <Tip text={t('arrange.severalHelp')}>
              <Button
                kind="quiet"
                icon="pages"
                label={t('arrange.several')}
                pressed={several}
                onPress={() => {
                  if (several) onChoose(new Set([shownId]));
                  chooseSeveral(!several);
                }}
              />
            </Tip>
          </span>
        </div>
      )}
    </div>
  );
}
