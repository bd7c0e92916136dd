import { Button } from '../../../kit/button.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useText } from '../../../text/language.tsx';
import type { Draft, Page } from '../../../app/shapes.ts';
import type { Paper } from '../checklist/paper.ts';

interface PdfOfferProps {
  readonly draft: Draft;
  readonly paper: Paper;
  readonly shown: Page;
  /** Some PDF is being normalised, or waits for it. */
  readonly busy: boolean;
  onNormalise(fileIds: readonly string[], name: string): void;
  onAsCame(fileId: string): void;
}

/** What becomes of the PDF that the shown page is of: kept as it came, or normalised (chuẩn hóa PDF/A) and taken back. */
export function PdfOffer({ draft, paper, shown, busy, onNormalise, onAsCame }: PdfOfferProps) {
  const t = useText();
  const fileId = (shown.pdf ?? shown.normalised)?.fileId;
  const file = paper.state.files.find(({ id }) => id === fileId);
  if (!file) return null;
  const { name } = file;
  if (file.signed)
    return (
      <div className="cap-card cap-card-words">
        <Icon name="shield" />
        <span>{t('arrange.pdf.signed', { name })}</span>
      </div>
    );
  if (shown.normalised)
    return (
      <div className="cap-card">
        <span role="status">{t('arrange.pdf.normalised', { name })}</span>
        <Button kind="secondary" icon="undo" onPress={() => onAsCame(file.id)}>
          {t('arrange.pdf.asCame')}
        </Button>
      </div>
    );
  const pages = draft.components.flatMap((each) => each.pages);
  const count = pages.filter(({ pdf }) => pdf?.fileId === file.id).length;
  const here = new Set(paper.state.pages.flatMap(({ pdf }) => pdf?.fileId ?? []));
  const all = paper.state.files.filter(({ id, signed }) => !signed && here.has(id)).map(({ id }) => id);
  return (
    <div className="cap-card">
      <span role="status">{t('arrange.pdf.found', { name })}</span>
      <Button kind="secondary" icon="pages" isPending={busy} onPress={() => onNormalise([file.id], name)}>
        {t('arrange.pdf.normalise', { count })}
      </Button>
      {all.length > 1 && (
        <Button kind="secondary" isPending={busy} onPress={() => onNormalise(all, paper.rule.name)}>
          {t('arrange.pdf.all', { count: all.length })}
        </Button>
      )}
    </div>
  );
}
