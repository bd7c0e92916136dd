import { useState } from 'react';
import type { DraftHandle } from '../../../../app/draft.tsx';
import { Button } from '../../../../kit/button.tsx';
import { Dialog } from '../../../../kit/dialog.tsx';
import { Icon } from '../../../../kit/icons.tsx';
import { useText } from '../../../../text/language.tsx';
import type { Translate } from '../../../../text/language.tsx';
import type { Paper } from '../../checklist/paper.ts';
import { Thumb } from '../thumb.tsx';

type Aside = NonNullable<Paper['state']['aside']>[number];

interface Numbered {
  readonly item: Aside;
  /** Among those of its kind, from 1. */
  readonly n: number;
}

function numbered(aside: readonly Aside[], why: Aside['why']): Numbered[] {
  return aside.filter((item) => item.why === why).map((item, at) => ({ item, n: at + 1 }));
}

function nameOf(t: Translate, { item, n }: Numbered): string {
  return t(`gate.aside.one.${item.why}`, { n });
}

/** Thumbnails in the line; all are in the dialog. */
const inLine = 4;

interface AsideProps {
  readonly draft: DraftHandle;
  readonly paper: Paper;
}

/** What was set aside of one paper: empty pages, separator sheets, and pictures whose papers are pages of their own now. */
export function AsideStrip(props: AsideProps) {
  return (props.paper.state.aside ?? []).length > 0 ? <Strip {...props} /> : null;
}

function Strip({ draft, paper }: AsideProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const aside = paper.state.aside ?? [];
  const ownerId = draft.draft.id;
  const blanks = numbered(aside, 'blank');
  const separators = numbered(aside, 'separator');
  const originals = numbered(aside, 'cut');
  const all = [...blanks, ...separators, ...originals];
  const unseen = all.some(({ item }) => !item.seen);
  const newest = originals.at(-1);
  const counts = [
    ...(blanks.length > 0 ? [t('gate.aside.blanks', { count: blanks.length })] : []),
    ...(separators.length > 0 ? [t('gate.aside.separators', { count: separators.length })] : []),
    ...(originals.length > 0 ? [t('gate.aside.originals', { count: originals.length })] : []),
  ];
  return (
    <section className="gate-aside" aria-label={t('gate.aside.title')}>
      <Icon name="page" />
      <span role="status" className="gate-words">
        <b>{counts.join(' · ')}</b>
        <span className="cap-soft">{t('gate.aside.help')}</span>
      </span>
      <span className="gate-aside-thumbs">
        {all.slice(0, inLine).map(({ item }) => (
          <Thumb key={item.page.id} ownerId={ownerId} page={item.page} box={40} />
        ))}
      </span>
      <Button kind="secondary" icon="search" onPress={() => setOpen(true)}>
        {t('gate.aside.show')}
      </Button>
      {unseen && (
        <Button
          kind="secondary"
          icon="check"
          onPress={() => void draft.change('gate.keepAside', { componentId: paper.rule.id })}
        >
          {t('gate.aside.keep')}
        </Button>
      )}
      {!unseen && newest && (
        <Button
          kind="secondary"
          icon="undo"
          onPress={() => void draft.change('gate.join', { pageId: newest.item.page.id })}
        >
          {t('gate.aside.join')}
        </Button>
      )}
      <Dialog
        title={counts.join(' · ')}
        size="large"
        isOpen={open}
        onClose={() => setOpen(false)}
        actions={
          <Button kind="secondary" shortcut="Esc" onPress={() => setOpen(false)}>
            {t('gate.aside.close')}
          </Button>
        }
      >
        <p className="cap-soft">{t('gate.aside.help')}</p>
        <ul className="gate-aside-pages">
          {all.map((each) => (
            <li key={each.item.page.id}>
              <Thumb ownerId={ownerId} page={each.item.page} box={240} />
              <b>{nameOf(t, each)}</b>
              <AsideAction draft={draft} each={each} />
            </li>
          ))}
        </ul>
      </Dialog>
    </section>
  );
}

function AsideAction({ draft, each }: { readonly draft: DraftHandle; readonly each: Numbered }) {
  const t = useText();
  const { item, n } = each;
  const pageId = item.page.id;
  if (item.why !== 'cut')
    return (
      <Button
        kind="secondary"
        label={t('gate.aside.fileOf', { page: nameOf(t, each) })}
        onPress={() => void draft.change('gate.fileAside', { pageId })}
      >
        {t('gate.aside.file')}
      </Button>
    );
  return (
    <Button
      kind="secondary"
      icon="undo"
      label={t('gate.aside.joinOf', { n })}
      onPress={() => void draft.change('gate.join', { pageId })}
    >
      {t('gate.aside.join')}
    </Button>
  );
}
