import { faultsToDecide } from '../../../../../main/contract/page-look.ts';
import type { Page } from '../../../../app/shapes.ts';
import type { IconName } from '../../../../kit/icons.tsx';
import type { Translate } from '../../../../text/language.tsx';
import type { Look } from './use-looks.ts';

export interface VerdictWords {
  readonly tone: 'neutral' | 'info' | 'waiting' | 'safe' | 'danger';
  readonly icon: IconName;
  readonly words: string;
}

/** Quarter turns clockwise that would set the page upright; 0 where it stands or that is not sure. */
export function turnsToUpright(page: Pick<Page, 'rotation'>, look: Look): 0 | 1 | 2 | 3 {
  if (look.state !== 'seen' || !look.facts.turnSure) return 0;
  const lies = (look.facts.turnDeg + page.rotation) % 360;
  return (((360 - lies) % 360) / 90) as 0 | 1 | 2 | 3;
}

/** More than one paper on the glass, and the page is still the whole glass. */
export function papersOf(page: Page, look: Look): number {
  if (look.state !== 'seen' || page.cutFrom !== undefined) return 0;
  return look.facts.papers.length > 1 ? look.facts.papers.length : 0;
}

/** What a thumbnail says of its page in one or two words; null for a page that is not judged. */
export function verdictOf(t: Translate, page: Page, look: Look): VerdictWords | null {
  if (look.state === 'none') return null;
  if (look.state === 'waiting') return { tone: 'neutral', icon: 'clock', words: t('gate.verdict.waiting') };
  if (look.state === 'failed') return { tone: 'waiting', icon: 'info', words: t('gate.verdict.failed') };
  const { faults, blank } = look.facts;
  const [first, ...others] = faultsToDecide(page, look);
  if (first) {
    const word = t(`gate.short.${first.kind}`);
    const words = others.length === 0 ? word : t('gate.more', { word, count: others.length });
    return { tone: 'danger', icon: 'warning', words };
  }
  const papers = papersOf(page, look);
  if (papers > 0) return { tone: 'info', icon: 'pages', words: t('gate.verdict.papers', { count: papers }) };
  if (blank) return { tone: 'neutral', icon: 'page', words: t('gate.verdict.blank') };
  if (page.decision) return { tone: 'info', icon: 'check', words: t('gate.verdict.accepted') };
  const [doubt] = faults;
  if (doubt) {
    const words = t('gate.shouldLook', { word: t(`gate.short.${doubt.kind}`) });
    return { tone: 'waiting', icon: 'info', words };
  }
  if (turnsToUpright(page, look) !== 0)
    return { tone: 'info', icon: 'rotateRight', words: t('gate.verdict.turned') };
  return { tone: 'safe', icon: 'check', words: t('gate.verdict.fine') };
}

/** The fault in a sentence with its measure. */
export function faultWords(t: Translate, { kind, value }: { kind: FaultKind; value: number }): string {
  switch (kind) {
    case 'low-dpi':
      return t('gate.fault.low-dpi', { value: Math.round(value) });
    case 'blur':
      return t('gate.fault.blur', { value: value.toFixed(1).replace('.', t('gate.decimal')) });
    case 'cut':
      return t('gate.fault.cut', { count: Math.round(value) });
    case 'shadow':
      return t('gate.fault.shadow', { value: Math.round(value * 100) });
    default:
      return t(`gate.fault.${kind}`);
  }
}

type FaultKind = Extract<Look, { state: 'seen' }>['facts']['faults'][number]['kind'];
