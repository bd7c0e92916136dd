import { faultsToDecide } from '../../../../main/contract/page-look.ts';
import type { Draft } from '../../../app/shapes.ts';
import { useRouter } from '../../../app/router.tsx';
import { Button } from '../../../kit/button.tsx';
import { Dialog } from '../../../kit/dialog.tsx';
import { useText } from '../../../text/language.tsx';
import { Thumb } from '../capture/thumb.tsx';
import { useLooks } from '../capture/gate/use-looks.ts';

import '../capture/gate/gate.css';

/** Thumbnails shown; the number tells of the rest. */
const shown = 4;

/** Asked once, while the papers may still be on the desk: pages with faults that nobody has decided about. */
export function UndecidedPages(props: {
  readonly draft: Draft;
  paperName(componentId: string): string | null;
  onAccept(): void;
  onClose(): void;
}) {
  const t = useText();
  const { draft } = props;
  const { go } = useRouter();
  const lookOf = useLooks(draft.id);
  const pages = draft.components.flatMap(({ componentId, pages: all }) =>
    all.flatMap((page, at) => {
      const faults = faultsToDecide(page, lookOf(page));
      return faults.length > 0 ? [{ componentId, page, n: at + 1, faults }] : [];
    }),
  );
  return (
    <Dialog
      title={t('gate.review.title')}
      size="large"
      isOpen
      onClose={props.onClose}
      actions={
        <>
          <Button
            kind="primary"
            icon="back"
            autoFocus
            onPress={() => go({ name: 'work', draftId: draft.id, step: 'capture' })}
          >
            {t('gate.review.back')}
          </Button>
          <Button kind="secondary" icon="check" shortcut="F9" onPress={props.onAccept}>
            {t('gate.review.go')}
          </Button>
        </>
      }
    >
      <p>{t('gate.review.body', { count: pages.length })}</p>
      <ul className="gate-left">
        {pages.slice(0, shown).map(({ componentId, page, n, faults }) => (
          <li key={page.id}>
            <Thumb ownerId={draft.id} page={page} box={120} />
            {t('gate.review.page', {
              name: props.paperName(componentId) ?? '',
              n,
              faults: faults.map(({ kind }) => t(`gate.short.${kind}`)).join(', '),
            })}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
