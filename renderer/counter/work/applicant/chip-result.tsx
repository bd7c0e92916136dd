import { useEffect, useRef } from 'react';
import { Badge } from '../../../kit/badge.tsx';
import type { Tone } from '../../../kit/badge.tsx';
import { localDate } from '../../../kit/format.ts';
import { useText } from '../../../text/language.tsx';
import type { TextKey } from '../../../text/language.tsx';
import type { ChipReading } from './use-chip-reading.ts';

type Check = ChipReading['checks'][number];

const tones: Readonly<Record<Check['state'], Tone>> = {
  passed: 'safe',
  failed: 'danger',
  'not-offered': 'neutral',
  'not-possible': 'waiting',
};
/** The picture beside the data, and every question that was asked of the chip with its answer. */
export function ChipResult({ reading }: { readonly reading: ChipReading }) {
  const t = useText();
  const { person, level, usable, checks } = reading;
  const facts: readonly (readonly [TextKey, string | null])[] = [
    ['chip.name', person.fullName],
    ['chip.number', person.idNumber],
    ['chip.born', person.birthDate && localDate(person.birthDate)],
    ['chip.valid', reading.expiryDate],
  ];
  const tone = !usable ? 'danger' : level === 'chip-verified' ? 'safe' : 'waiting';
  return (
    <div className="mc-chip-result">
      <Face face={reading.face} />
      <div className="mc-chip-facts">
        <p role="status">
          <Badge tone={tone} icon={usable && level === 'chip-verified' ? 'shield' : 'warning'}>
            {usable ? t(`chip.level.${level}`) : t('chip.forged')}
          </Badge>
        </p>
        {!usable && <p>{t('chip.forgedNote')}</p>}
        <dl className="mc-chip-person" aria-label={t('chip.person')}>
          {facts.map(([key, value]) => (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd>{value || t('chip.noValue')}</dd>
            </div>
          ))}
        </dl>
        <h3>{t('chip.checks')}</h3>
        <ul className="mc-chip-checks">
          {checks.map((check) => (
            <li key={check.name}>
              <span>
                {t(`chip.check.${check.name}`)}
                {check.reason && (
                  <span className="mc-hint">
                    {' '}
                    {t(`chip.reason.${check.reason}`, { groups: (check.groups ?? []).join(', ') })}
                  </span>
                )}
              </span>
              <Badge tone={tones[check.state]}>{t(`chip.state.${check.state}`)}</Badge>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Face({ face }: { readonly face: ChipReading['face'] }) {
  const t = useText();
  const image = useRef<HTMLImageElement>(null);
  // No window shows JPEG 2000.
  const shown = face?.mime === 'image/jpeg' ? face : null;
  useEffect(() => {
    if (!shown || !image.current) return undefined;
    const url = URL.createObjectURL(new Blob([new Uint8Array(shown.bytes)], { type: shown.mime }));
    image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [shown]);
  return (
    <figure className="mc-chip-face">
      {shown ? (
        <img ref={image} alt={t('chip.face')} />
      ) : (
        <div className="mc-chip-no-face">{t('chip.noFace')}</div>
      )}
      <figcaption className="mc-hint">{t('chip.compare')}</figcaption>
    </figure>
  );
}
