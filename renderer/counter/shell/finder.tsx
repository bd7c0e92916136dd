import { useEffect, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { useCall } from '../../app/api.ts';
import { useCommands } from '../../app/commands.ts';
import { useRouter } from '../../app/router.tsx';
import { useSession } from '../../app/session.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { dateAndTime } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import type { IconName } from '../../kit/icons.tsx';
import { deadlineWords } from '../../text/terms.ts';
import { useText } from '../../text/language.tsx';

interface Found {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly detail?: string;
  run(): unknown;
}

/** Letters without marks, đ as d, so that commands are found as procedures are. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 120);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Ctrl+K: finds a procedure, a dossier or a command. */
export function Finder({ onClose }: { onClose(): void }) {
  const t = useText();
  const session = useSession();
  const { go, screen } = useRouter();
  const commands = useCommands();
  const [text, setText] = useState('');
  const settled = useSettled(text.trim());
  const procedures = useCall('catalogue.search', { text: settled, limit: 6 });
  const dossiers = useCall('dossier.list', { text: settled, limit: 5, before: null });

  const allCommands: readonly Found[] = [
    { id: 'c-start', icon: 'plus', label: t('shell.palette.start'), run: commands.startDossier },
    { id: 'c-home', icon: 'home', label: t('shell.nav.home'), run: () => go({ name: 'home' }) },
    { id: 'c-dossiers', icon: 'folder', label: t('shell.nav.dossiers'), run: () => go({ name: 'dossiers' }) },
    { id: 'c-sync', icon: 'outbox', label: t('shell.nav.sync'), run: () => go({ name: 'sync' }) },
    ...(session.staff?.admin
      ? [
          {
            id: 'c-staff',
            icon: 'people' as const,
            label: t('shell.staff.title'),
            run: () => go({ name: 'staff' }),
          },
        ]
      : []),
    { id: 'c-window', icon: 'window', label: t('shell.newWindow'), run: commands.openWindow },
    { id: 'c-end', icon: 'exit', label: t('shell.endShift'), run: commands.endShift },
  ];
  const groups: readonly { readonly title: string; readonly items: readonly Found[] }[] = [
    {
      title: t('shell.palette.groupDossiers'),
      items: (settled ? (dossiers.value?.items ?? []) : []).map((item): Found => ({
        id: `d-${item.id}`,
        icon: 'page',
        label: `${item.cityCode ?? item.localCode} – ${item.applicantName}`,
        detail: `${item.procedureName} · ${dateAndTime(item.acceptedAt)}`,
        run: () => go({ name: 'dossier', id: item.id }),
      })),
    },
    {
      title: t('shell.palette.groupProcedures'),
      items: (procedures.value?.items ?? []).map((item): Found => ({
        id: `p-${item.code}`,
        icon: 'book',
        label: item.name,
        detail: `${item.code} · ${item.field} · ${deadlineWords(t, item.deadline)}`,
        run: () =>
          screen.name === 'work' && screen.step !== 'receipt'
            ? go({ name: 'work', draftId: screen.draftId, step: 'procedure', suggested: item.code })
            : commands.startWithProcedure(item.code),
      })),
    },
    {
      title: t('shell.palette.groupCommands'),
      items: allCommands.filter((command) => plain(command.label).includes(plain(settled))),
    },
  ].filter((group) => group.items.length > 0);

  const error = procedures.error ?? dossiers.error;
  return (
    <ModalOverlay
      className="mc-overlay mc-overlay-top"
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="mc-modal mc-finder">
        <Dialog className="mc-finder-dialog" aria-label={t('shell.palette.title')}>
          <div
            // The field would only clear itself first; Esc means back.
            onKeyDownCapture={(event) => {
              if (event.key === 'Escape') onClose();
            }}
          >
            <Autocomplete inputValue={text} onInputChange={setText}>
              <SearchField className="mc-finder-field" aria-label={t('shell.palette.field')} autoFocus>
                <Icon name="search" />
                <Input className="mc-input" placeholder={t('shell.palette.placeholder')} maxLength={200} />
              </SearchField>
              {error && <ErrorNote error={error} />}
              <div
                className="mc-finder-scroll"
                role="group"
                aria-label={t('shell.palette.results')}
                tabIndex={0}
              >
                <Menu
                  className="mc-finder-list"
                  aria-label={t('shell.palette.results')}
                  onClose={onClose}
                  onAction={(key) => {
                    const item = groups.flatMap((group) => group.items).find((found) => found.id === key);
                    onClose();
                    item?.run();
                  }}
                  renderEmptyState={() => <p className="mc-finder-empty">{t('shell.palette.nothing')}</p>}
                >
                  {groups.map((group) => (
                    <MenuSection key={group.title} id={group.title} className="mc-finder-group">
                      <Header className="mc-finder-heading">{group.title}</Header>
                      {group.items.map((item) => (
                        <MenuItem
                          key={item.id}
                          id={item.id}
                          textValue={item.label}
                          className="mc-finder-item"
                        >
                          <Icon name={item.icon} />
                          <span {...(item.id.startsWith('c-') ? {} : { lang: 'vi' })}>{item.label}</span>
                          {item.detail && <span className="mc-hint">{item.detail}</span>}
                        </MenuItem>
                      ))}
                    </MenuSection>
                  ))}
                </Menu>
              </div>
            </Autocomplete>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
