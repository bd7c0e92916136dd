import { Button } from '../../kit/button.tsx';
import { count } from '../../kit/format.ts';
import { useText } from '../../text/language.tsx';

/** Which rows of how many are shown; nothing when all of them are. */
export function Pager(props: {
  readonly offset: number;
  readonly size: number;
  readonly total: number;
  onMove(offset: number): void;
}) {
  const t = useText();
  const { offset, size, total, onMove } = props;
  if (total <= size && offset === 0) return null;
  const to = Math.min(total, offset + size);
  return (
    <div className="sync-pager">
      <Button
        kind="secondary"
        icon="back"
        isDisabled={offset === 0}
        onPress={() => onMove(Math.max(0, offset - size))}
      >
        {t('sync.pageBefore')}
      </Button>
      <span className="mc-figures" role="status">
        {t('sync.page', { from: count(Math.min(offset + 1, to)), to: count(to), total: count(total) })}
      </span>
      <Button kind="secondary" icon="forward" isDisabled={to >= total} onPress={() => onMove(offset + size)}>
        {t('sync.pageNext')}
      </Button>
    </div>
  );
}
