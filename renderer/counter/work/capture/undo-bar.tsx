import { Button } from '../../../kit/button.tsx';
import { useText } from '../../../text/language.tsx';
import type { Paper } from '../checklist/paper.ts';
import { editWords } from './edit-words.ts';
import type { EditView } from './edit-words.ts';

interface UndoBarProps {
  readonly undo: EditView | null;
  readonly redo: EditView | null;
  readonly papers: readonly Paper[];
  /** What was done last; read out. */
  readonly said: string;
  onUndo(): void;
  onRedo(): void;
}

/** What was arranged last and can be taken back (hoàn tác), and what can be done again. */
export function UndoBar({ undo, redo, papers, said, onUndo, onRedo }: UndoBarProps) {
  const t = useText();
  const named = (edit: EditView) => editWords(t, papers, edit);
  return (
    <div className="cap-undo" role="group" aria-label={t('arrange.history')}>
      <span role="status" className="mc-visually-hidden">
        {said}
      </span>
      {undo && (
        <Button kind="quiet" icon="undo" shortcut="Ctrl+Z" onPress={onUndo}>
          {t('arrange.undo', { edit: named(undo) })}
        </Button>
      )}
      {redo && (
        <Button
          kind="quiet"
          icon="redo"
          shortcut="Ctrl+Y"
          onPress={onRedo}
          label={t('arrange.redo', { edit: named(redo) })}
        >
          {t('arrange.redoShort')}
        </Button>
      )}
    </div>
  );
}
