import { useEffect, useState } from 'react';
import { Button } from '../../../kit/button.tsx';
import { useText } from '../../../text/language.tsx';

/** Says which page was taken away, and puts it back. */
export function RemovedNote(props: { readonly removed: { readonly n: number } | null; onUndo(): void }) {
  const t = useText();
  const [late, setLate] = useState<unknown>(null);
  const { removed } = props;
  useEffect(() => {
    if (!removed) return undefined;
    // Long enough to notice and read; Ctrl+Z goes on working after.
    const timer = setTimeout(() => setLate(removed), 30_000);
    return () => clearTimeout(timer);
  }, [removed]);
  return (
    <div role="status" className="cap-removed-place">
      {removed && late !== removed && (
        <div className="cap-removed">
          <span>{t('work.capture.removed', { n: removed.n })}</span>
          <Button kind="secondary" icon="undo" onPress={props.onUndo}>
            {t('work.capture.undo')}
          </Button>
          <kbd className="mc-kbd" aria-hidden="true">
            Ctrl+Z
          </kbd>
        </div>
      )}
    </div>
  );
}
