import { Button } from '../../../kit/button.tsx';
import { useText } from '../../../text/language.tsx';
import type { Page } from '../../../app/shapes.ts';

interface CardOfferProps {
  readonly pages: readonly Page[];
  readonly shown: Page;
  /** Pairs that may be front and back of one card. */
  readonly cards: readonly (readonly [string, string])[];
  onJoin(front: string, back: string): void;
  onPart(pageId: string): void;
}

/** Both sides of an identity card on one A4 page of the file, at 1:1: offered where two such pages lie, and taken back. */
export function CardOffer({ pages, shown, cards, onJoin, onPart }: CardOfferProps) {
  const t = useText();
  const numberOf = (id: string) => pages.findIndex((page) => page.id === id) + 1;
  const joined = pages.filter(({ sheet }) => sheet !== undefined && sheet === shown.sheet);
  const [one, other] = joined;
  if (one && other) {
    return (
      <div className="cap-card">
        <span>{t('arrange.card.joined', { n: numberOf(one.id), m: numberOf(other.id) })}</span>
        <Button kind="secondary" icon="pages" onPress={() => onPart(shown.id)}>
          {t('arrange.card.part')}
        </Button>
      </div>
    );
  }
  const pair = cards.find((ids) => ids.includes(shown.id));
  if (!pair) return null;
  const [front, back] = pair;
  return (
    <div className="cap-card">
      <span>{t('arrange.card.found', { n: numberOf(front), m: numberOf(back) })}</span>
      <Button kind="secondary" icon="chip" onPress={() => onJoin(front, back)}>
        {t('arrange.card.join')}
      </Button>
    </div>
  );
}
