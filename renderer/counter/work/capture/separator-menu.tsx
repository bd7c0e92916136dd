import { useState } from 'react';
import { Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { call } from '../../../app/api.ts';
import type { CallFailure } from '../../../app/api.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import { Button } from '../../../kit/button.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { Tip } from '../../../kit/tip.tsx';
import { useText } from '../../../text/language.tsx';

interface SeparatorMenuProps {
  /** Printed for this one. */
  readonly paper: { readonly id: string; readonly name: string };
  /** False while it takes no pages. */
  readonly open: boolean;
}

/** Sheets that split a batch of the feeder (tờ phân cách): printed here, and whether a blank sheet is one too. */
export function SeparatorMenu({ paper, open }: SeparatorMenuProps) {
  const t = useText();
  const { preferences, choose } = usePreferences();
  const [outcome, setOutcome] = useState<'none' | 'printing' | 'confirmed' | 'unknown'>('none');
  const [error, setError] = useState<CallFailure | null>(null);

  function print(): void {
    setOutcome('printing');
    setError(null);
    void call('capture.printSeparator', { componentId: paper.id, name: paper.name }).then((result) => {
      setOutcome(result.ok ? result.value.outcome : 'none');
      if (!result.ok) setError(result.error);
    });
  }

  return (
    <>
      <MenuTrigger>
        <Tip text={t('arrange.separator.menu')}>
          <Button
            kind="secondary"
            icon="slip"
            label={t('arrange.separator.menu')}
            isPending={outcome === 'printing'}
            onPress={() => undefined}
          />
        </Tip>
        <Popover className="mc-popover cap-arrange" placement="bottom end">
          <Menu
            className="mc-options"
            aria-label={t('arrange.separator.menu')}
            disabledKeys={open ? [] : ['print']}
            onAction={(key) => {
              if (key === 'print') print();
            }}
          >
            <MenuItem id="print" className="mc-option">
              {t('arrange.separator.print', { name: paper.name })}
            </MenuItem>
            <MenuSection
              aria-label={t('arrange.separator.blankTitle')}
              selectionMode="multiple"
              selectedKeys={preferences.scanBlankSplits ? ['blank'] : []}
              onSelectionChange={(keys) => choose({ scanBlankSplits: keys === 'all' || keys.has('blank') })}
            >
              <MenuItem id="blank" className="mc-option cap-arrange-way">
                {({ isSelected }) => (
                  <>
                    {t('arrange.separator.blank')}
                    {isSelected && <Icon name="check" />}
                  </>
                )}
              </MenuItem>
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      <span role="status" className="cap-separator">
        {outcome === 'confirmed' && t('arrange.separator.printed')}
        {outcome === 'unknown' && t('arrange.separator.unknown')}
      </span>
      {error && <ErrorNote error={error} />}
    </>
  );
}
