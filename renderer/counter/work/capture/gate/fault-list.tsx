import type { Page } from '../../../../app/shapes.ts';
import { useText } from '../../../../text/language.tsx';
import { usePageImage } from '../page-image.tsx';
import { CloseUp } from './close-up.tsx';
import type { Fault } from './use-looks.ts';
import { faultWords } from './verdict.ts';

/** The faults of a page, each with the piece of the page that shows it; numbered as their places on the page. */
export function FaultList(props: {
  readonly ownerId: string;
  readonly page: Page;
  readonly faults: readonly Fault[];
}) {
  const t = useText();
  const { page, faults } = props;
  const { url } = usePageImage(props.ownerId, page.id, 'full');
  return (
    <ol className="gate-faults">
      {faults.map((fault, at) => {
        const words = faultWords(t, fault);
        return (
          <li key={`${fault.kind} ${String(at)}`} className={`gate-fault gate-fault-${fault.severity}`}>
            <CloseUp page={page} fault={fault} url={url} label={t('gate.closeUp', { fault: words })} />
            <span className="gate-fault-words">
              <b>
                <span className="gate-number mc-figures">{at + 1}</span> {words}
              </b>
              <span className="cap-soft">{t(`gate.advice.${fault.severity}`)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
