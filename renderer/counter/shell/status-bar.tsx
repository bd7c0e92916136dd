import { useId } from 'react';
import type { DeviceState, StatusView } from '../../../main/contract/views.ts';
import { useStatus } from '../../app/status.tsx';
import type { Tone } from '../../kit/badge.tsx';
import { toneIcon } from '../../kit/badge.tsx';
import { knownCode } from '../../kit/error-note.tsx';
import { dateAndTime } from '../../kit/format.ts';
import { Icon } from '../../kit/icons.tsx';
import type { IconName } from '../../kit/icons.tsx';
import { useText } from '../../text/language.tsx';
import type { Translate } from '../../text/language.tsx';

interface Item {
  readonly icon: IconName;
  readonly what: string;
  readonly state: string;
  readonly tone: Tone;
  readonly hint: string;
}

const deviceTone: Readonly<Record<DeviceState['state'], Tone>> = {
  ready: 'safe',
  busy: 'info',
  starting: 'info',
  absent: 'waiting',
  fault: 'danger',
};

function device(t: Translate, icon: IconName, what: string, state: DeviceState): Item {
  const word = t(`shell.statusBar.state.${state.state}`);
  const hint =
    state.state === 'fault' || state.reason !== null
      ? faultHint(t, state.reason)
      : t(`shell.statusBar.hint.${state.state}`);
  return {
    icon,
    what,
    state: word,
    // It works, and something has to be seen to soon.
    tone: state.state === 'ready' && state.reason !== null ? 'waiting' : deviceTone[state.state],
    hint:
      [state.name, state.virtual ? t('shell.statusBar.virtual') : null].filter(Boolean).join(', ') +
      (state.name || state.virtual ? '. ' : '') +
      hint,
  };
}

function faultHint(t: Translate, reason: string | null): string {
  const code = knownCode(reason ?? 'unexpected');
  return `${t(`errors.${code}.failed`)} ${t(`errors.${code}.next`)}`;
}

const upperFirst = { up: 'Up', down: 'Down', slow: 'Slow', unknown: 'Unknown' } as const;
const lineTone = { up: 'safe', slow: 'waiting', down: 'waiting', unknown: 'neutral' } as const;

function items(t: Translate, status: StatusView): readonly Item[] {
  const { network, city, outbox, disk, keeping } = status;
  const offMs = Math.abs(city.clockOffsetMs ?? 0);
  const skewed = offMs > 120_000;
  // Dates are right all the same; somebody should set the clock before they are not given any more.
  const drifting = !skewed && offMs > 60_000;
  const free = (disk.freeBytes / 2 ** 30).toFixed(1).replace('.', ',');
  const waits = outbox.waiting + outbox.refused;
  return [
    device(t, 'scanner', t('shell.statusBar.scanner'), status.scanner),
    device(t, 'printer', t('shell.statusBar.paperPrinter'), status.paperPrinter),
    device(t, 'slip', t('shell.statusBar.slipPrinter'), status.slipPrinter),
    device(t, 'reader', t('shell.statusBar.reader'), status.reader),
    device(t, 'chip', t('shell.statusBar.chipReader'), status.chipReader),
    {
      icon: 'network',
      what: t('shell.statusBar.network'),
      state: t(`shell.statusBar.state.${network}`),
      tone: lineTone[network],
      hint: t(`shell.statusBar.hint.network${upperFirst[network]}`),
    },
    {
      icon: 'city',
      what: t('shell.statusBar.city'),
      state: t(`shell.statusBar.state.${city.state}`),
      tone: skewed ? 'danger' : drifting ? 'waiting' : lineTone[city.state],
      hint: skewed
        ? t('shell.statusBar.hint.cityClock')
        : drifting
          ? t('shell.statusBar.hint.cityClockDrift', { seconds: String(Math.round(offMs / 1000)) })
          : t(`shell.statusBar.hint.city${upperFirst[city.state]}`),
    },
    {
      icon: 'outbox',
      what: t('shell.statusBar.outbox'),
      state: String(waits),
      tone: outbox.refused > 0 ? 'danger' : outbox.waiting > 0 ? 'waiting' : 'safe',
      hint:
        outbox.refused > 0
          ? t('shell.statusBar.hint.outboxRefused')
          : t(outbox.waiting > 0 ? 'shell.statusBar.hint.outboxSome' : 'shell.statusBar.hint.outboxNone'),
    },
    {
      icon: 'disk',
      what: t('shell.statusBar.disk'),
      state: t(`shell.statusBar.state.${disk.low ? 'low' : 'enough'}`),
      tone: disk.low ? 'danger' : 'safe',
      hint: t(disk.low ? 'shell.statusBar.hint.diskLow' : 'shell.statusBar.hint.diskEnough', { free }),
    },
    ...keepingItems(t, keeping),
  ];
}

/** Backup and damage show only when something is to be said of them. */
function keepingItems(t: Translate, { backup, damage }: StatusView['keeping']): Item[] {
  const shown: Item[] = [];
  if (backup.state === 'late' || backup.state === 'retrying') {
    shown.push({
      icon: 'disk',
      what: t('shell.statusBar.backup'),
      state: t(`shell.statusBar.state.${backup.state}`),
      tone: backup.state === 'late' ? 'waiting' : 'info',
      hint: backup.reason === null ? t('shell.statusBar.hint.backupLate') : faultHint(t, backup.reason),
    });
  }
  if (damage?.log) {
    const { lostCommits, lastAt } = damage.log;
    const filled = { writes: lostCommits, time: lastAt === null ? '–' : dateAndTime(lastAt) };
    shown.push({
      icon: 'disk',
      what: t('shell.statusBar.store'),
      state: t('shell.statusBar.state.workLost'),
      tone: 'danger',
      hint: (['failed', 'kept', 'next'] as const)
        .map((part) => t(`errors.log-damaged.${part}`, filled))
        .join(' '),
    });
  } else if (damage) {
    const codes = damage.dossiers.slice(0, 5).join(', ') || '–';
    shown.push({
      icon: 'disk',
      what: t('shell.statusBar.store'),
      state: t('shell.statusBar.state.partDamaged'),
      tone: 'danger',
      hint: t('shell.statusBar.hint.partDamaged', { pages: String(damage.pages), codes }),
    });
  }
  return shown;
}

/** Devices and lines: an icon, a word, a colour; what to do on hover or focus. */
export function StatusBar() {
  const t = useText();
  const status = useStatus();
  const id = useId();
  return (
    <footer className="mc-status-bar" aria-label={t('shell.statusBar.label')}>
      {status &&
        items(t, status).map((item, index) => (
          <span key={item.what} className="mc-status-place">
            <button type="button" className="mc-status-item" aria-describedby={`${id}${index}`}>
              <Icon name={item.icon} />
              <span>{item.what}</span>{' '}
              <span className={`mc-status-state mc-tone-${item.tone}`}>
                <Icon name={toneIcon[item.tone]} />
                {item.state}
              </span>
            </button>
            <span role="tooltip" id={`${id}${index}`} className="mc-status-hint">
              {item.hint}
            </span>
          </span>
        ))}
    </footer>
  );
}
