import { useState } from 'react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { useCommands } from '../../app/commands.ts';
import { useRouter } from '../../app/router.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { date, dateAndTime } from '../../kit/format.ts';
import { Loading } from '../../kit/loading.tsx';
import { SearchField } from '../../kit/search-field.tsx';
import { useText } from '../../text/language.tsx';
import { syncTone } from '../home/recent-list.tsx';
import { FoundPage } from './found-page.tsx';
import { statusTone } from './status-tone.ts';
import { useDossierList } from './use-dossier-list.ts';
import './dossiers.css';

/** Every dossier accepted here, found by code, name without marks, or number. */
export function DossiersScreen() {
  const t = useText();
  const [text, setText] = useState('');
  const list = useDossierList(text.trim());
  const found = text.trim() === '' ? 'dossiers.found' : 'dossiers.foundFor';
  return (
    <div className="dos">
      <header className="dos-head">
        <h1>{t('dossiers.title')}</h1>
        <span role="status" className="mc-figures dos-soft">
          {list.total !== null && t(found, { count: list.total, text: text.trim() })}
        </span>
      </header>
      <SearchField
        label={t('dossiers.search')}
        placeholder={t('dossiers.searchHint')}
        value={text}
        onChange={setText}
        autoFocus
      />
      {list.error && (
        <ErrorNote
          error={list.error}
          actions={
            <Button kind="secondary" onPress={list.reload}>
              {t('kit.retry')}
            </Button>
          }
        />
      )}
      {list.items.length > 0 && <DossierTable items={list.items} />}
      {list.total === null && list.loading && <Loading>{t('dossiers.loading')}</Loading>}
      {list.total === 0 && list.items.length === 0 && <NothingFound text={text.trim()} />}
      {list.more && (
        <Button kind="secondary" icon="down" isPending={list.loading} onPress={list.showMore}>
          {t('dossiers.more')}
        </Button>
      )}
    </div>
  );
}

function NothingFound({ text }: { readonly text: string }) {
  const t = useText();
  const commands = useCommands();
  if (text !== '') {
    return (
      <EmptyState icon="search" title={t('dossiers.noneTitle', { text })}>
        {t('dossiers.noneHelp')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="folder"
      title={t('dossiers.emptyTitle')}
      action={
        <Button kind="primary" icon="plus" onPress={() => void commands.startDossier()}>
          {t('dossiers.emptyAction')}
        </Button>
      }
    >
      {t('dossiers.emptyHelp')}
    </EmptyState>
  );
}

function DossierTable({ items }: { readonly items: ReturnType<typeof useDossierList>['items'] }) {
  const t = useText();
  const { go } = useRouter();
  return (
    <div className="dos-scroll">
      <Table
        className="dos-table"
        aria-label={t('dossiers.list')}
        onRowAction={(key) => {
          const id = String(key);
          const pageId = items.find((item) => item.id === id)?.found?.pageId;
          go({ name: 'dossier', id, ...(pageId === undefined ? {} : { pageId }) });
        }}
      >
        <TableHeader>
          <Column isRowHeader>{t('dossiers.code')}</Column>
          <Column isRowHeader>{t('dossiers.applicant')}</Column>
          <Column>{t('dossiers.procedure')}</Column>
          <Column>{t('dossiers.accepted')}</Column>
          <Column>{t('dossiers.due')}</Column>
          <Column>{t('dossiers.statusColumn')}</Column>
          <Column>{t('dossiers.syncColumn')}</Column>
        </TableHeader>
        <TableBody items={items} dependencies={[t]}>
          {(item) => (
            <Row id={item.id} className="dos-row" data-own-enter>
              <Cell>
                <span className="mc-figures dos-code">{item.cityCode ?? item.localCode}</span>
                {item.cityCode === null && <span className="mc-hint">{t('dossiers.provisionalCode')}</span>}
              </Cell>
              <Cell>
                <span lang="vi">{item.applicantName}</span>
              </Cell>
              <Cell>
                <span className="dos-procedure" lang="vi">
                  {item.procedureName}
                </span>
                {item.found && <FoundPage found={item.found} />}
              </Cell>
              <Cell>
                <span className="mc-figures">{dateAndTime(item.acceptedAt)}</span>
              </Cell>
              <Cell>
                <span className="mc-figures">
                  {item.dueAt === null ? t('dossiers.noDue') : date(item.dueAt)}
                </span>
              </Cell>
              <Cell>
                <Badge tone={statusTone[item.status]}>{t(`domain.status.${item.status}`)}</Badge>
              </Cell>
              <Cell>
                <Badge tone={syncTone[item.sync]}>{t(`domain.sync.${item.sync}`)}</Badge>
              </Cell>
            </Row>
          )}
        </TableBody>
      </Table>
    </div>
  );
}
