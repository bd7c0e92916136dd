import { GridListItem, Switch } from 'react-aria-components';
import { Badge } from '../../../kit/badge.tsx';
import type { Tone } from '../../../kit/badge.tsx';
import { Button } from '../../../kit/button.tsx';
import { Checkbox } from '../../../kit/checkbox.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useText } from '../../../text/language.tsx';
import { Tip } from '../../../kit/tip.tsx';
import { setCopies, toggleApplies, toggleReceived, toggleReused } from './changes.ts';
import { CopiesField, ReceivedAsField } from './paper-fields.tsx';
import { NoteField } from './note-field.tsx';
import { captureStanding, isPresentOnly } from './paper.ts';
import type { ComponentChange, Need, Paper } from './paper.ts';

interface PaperRowProps {
  readonly paper: Paper;
  readonly n: number;
  readonly noteOpen: boolean;
  onChange(paper: Paper, change: ComponentChange | null): void;
  onNote(open: boolean): void;
}

const needTone: Readonly<Record<Need, Tone>> = {
  required: 'neutral',
  conditional: 'info',
  optional: 'neutral',
};

/** One paper: received or not, as what, how many; what is asked for and when, in words. */
export function PaperRow({ paper, n, noteOpen, onChange, onNote }: PaperRowProps) {
  const t = useText();
  const { rule, state, need } = paper;
  const { name } = rule;
  const presented = isPresentOnly(paper);
  const kind = t(`domain.componentKind.${rule.kind}`);
  const short = state.received && !presented ? rule.copies - state.copies : 0;
  const look = state.reused ? 'reused' : state.received ? 'received' : state.applies ? 'open' : 'off';
  return (
    <GridListItem id={rule.id} data-paper={rule.id} textValue={name} className={`chk-row chk-is-${look}`}>
      <div className="chk-main">
        {state.applies && !state.reused ? (
          <Checkbox
            className="chk-received"
            isSelected={state.received}
            onChange={() => onChange(paper, toggleReceived(paper))}
            label={t(presented ? 'work.checklist.seenOf' : 'work.checklist.receivedOf', { name })}
          >
            {t(presented ? 'work.checklist.seen' : 'work.checklist.received')}
          </Checkbox>
        ) : (
          <span className="chk-received chk-soft">
            {state.reused ? <Icon name="disk" /> : null}
            {t(state.reused ? 'work.capture.standing.reused' : 'work.checklist.off')}
          </span>
        )}
        <div className="chk-words">
          <p className="chk-name">
            <span className="mc-figures chk-n">{n}.</span> <span lang="vi">{name}</span>
          </p>
          <p className="chk-facts">
            <Badge tone={needTone[need]} icon={need === 'required' ? 'page' : 'info'}>
              {t(`work.need.${need}`)}
            </Badge>
            <span>
              {presented
                ? t('work.checklist.presentOnly')
                : t(rule.copies > 0 ? 'work.checklist.asked' : 'work.checklist.askedPlain', {
                    kind: kind.toLocaleLowerCase('vi'),
                    count: rule.copies,
                  })}
            </span>
            {short > 0 && <Badge tone="waiting">{t('work.checklist.short', { count: short })}</Badge>}
            {state.pages.length > 0 && (
              <span className="chk-soft">{t('work.checklist.captured', { count: state.pages.length })}</span>
            )}
          </p>
          {rule.condition !== null && (
            <p className="chk-soft">{t('work.checklist.condition', { condition: rule.condition })}</p>
          )}
          {captureStanding(paper) === 'forbidden' && (
            <p className="chk-soft">{t('work.checklist.forbidden')}</p>
          )}
          {state.applies && rule.reuseFrom !== null && (
            <Checkbox
              className="chk-reuse"
              isSelected={state.reused}
              onChange={() => onChange(paper, toggleReused(paper))}
              label={`${t('work.checklist.reused')}: ${name}`}
            >
              {t('work.checklist.reused')}{' '}
              <span className="chk-soft">({t('work.checklist.reuseFrom', { source: rule.reuseFrom })})</span>
            </Checkbox>
          )}
        </div>
        <div className="chk-controls">
          {need !== 'required' && (
            <Switch
              className="chk-switch"
              isSelected={state.applies}
              onChange={() => onChange(paper, toggleApplies(paper))}
              aria-label={t('work.checklist.appliesOf', { name })}
            >
              <span className="chk-switch-track" />
              {t('work.checklist.applies')}
            </Switch>
          )}
          {state.applies && !state.reused && !presented && (
            <>
              <ReceivedAsField
                name={name}
                value={state.receivedAs ?? rule.kind}
                onChange={(receivedAs) => onChange(paper, { receivedAs })}
              />
              <CopiesField
                name={name}
                value={state.copies}
                onChange={(copies) => onChange(paper, setCopies(paper, copies))}
              />
            </>
          )}
          {!noteOpen && state.note === '' && (
            <Tip text={`${t('work.checklist.addNote')} (N)`}>
              <Button
                kind="quiet"
                icon="page"
                label={`${t('work.checklist.addNote')}: ${name}`}
                onPress={() => onNote(true)}
              />
            </Tip>
          )}
        </div>
      </div>
      {(noteOpen || state.note !== '') && (
        <NoteField
          name={name}
          note={state.note}
          autoFocus={noteOpen}
          onKeep={(note) => {
            onNote(false);
            if (note !== state.note) onChange(paper, { note });
          }}
        />
      )}
    </GridListItem>
  );
}
