import { Menu, MenuItem, MenuTrigger, Popover, SubmenuTrigger } from 'react-aria-components';
import { Button } from '../../../kit/button.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { Tip } from '../../../kit/tip.tsx';
import { useText } from '../../../text/language.tsx';
import type { Paper } from '../checklist/paper.ts';
import { pagesInWords } from './edit-words.ts';

interface ArrangeMenuProps {
  readonly pageIds: readonly string[];
  readonly chosenIds: readonly string[];
  /** Other papers that pages may go to. */
  readonly others: readonly Paper[];
  readonly isOpen: boolean;
  onOpenChange(open: boolean): void;
  onMove(pageIds: readonly string[], componentId: string): void;
}

/** Pages to another paper: the chosen ones, all from here on (tách), or the whole paper (gộp). */
export function ArrangeMenu(props: ArrangeMenuProps) {
  const { pageIds, chosenIds, others } = props;
  const t = useText();
  const from = pageIds.findIndex((id) => chosenIds.includes(id));
  const after = pageIds.slice(from);
  const ways = [
    {
      id: 'chosen',
      ids: chosenIds,
      label: t('arrange.moveChosen', { pages: pagesInWords(t, chosenIds.length, from + 1) }),
    },
    ...(from > 0 && after.length > chosenIds.length
      ? [{ id: 'split', ids: after, label: t('arrange.split', { n: from + 1, count: after.length }) }]
      : []),
    ...(pageIds.length > chosenIds.length
      ? [{ id: 'merge', ids: pageIds, label: t('arrange.merge', { count: pageIds.length }) }]
      : []),
  ];
  return (
    <MenuTrigger isOpen={props.isOpen} onOpenChange={props.onOpenChange}>
      <Tip text={`${t('arrange.menu')} (M)`}>
        <Button kind="quiet" icon="folder" label={t('arrange.menu')} onPress={() => undefined} />
      </Tip>
      <Popover className="mc-popover cap-arrange" placement="bottom end">
        <Menu className="mc-options" aria-label={t('arrange.menu')} autoFocus="first">
          {ways.map(({ id, ids, label }) => (
            <SubmenuTrigger key={id}>
              <MenuItem id={id} className="mc-option cap-arrange-way">
                {label}
                <Icon name="forward" />
              </MenuItem>
              <Popover className="mc-popover cap-arrange">
                <Menu
                  className="mc-options"
                  aria-label={label}
                  onAction={(componentId) => props.onMove(ids, String(componentId))}
                >
                  {others.map((paper) => (
                    <MenuItem key={paper.rule.id} id={paper.rule.id} className="mc-option">
                      {paper.rule.name}
                    </MenuItem>
                  ))}
                </Menu>
              </Popover>
            </SubmenuTrigger>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
