import { useState } from 'react';
import { TextField } from '../../../kit/text-field.tsx';
import { useText } from '../../../text/language.tsx';

interface NoteFieldProps {
  readonly name: string;
  readonly note: string;
  readonly autoFocus: boolean;
  /** The finished note; also told when nothing changed. */
  onKeep(note: string): void;
}

/** A note on a paper, kept when the field is left or Enter is pressed. */
export function NoteField({ name, note, autoFocus, onKeep }: NoteFieldProps) {
  const t = useText();
  const [text, setText] = useState(note);
  const [seen, setSeen] = useState(note);
  if (note !== seen) {
    setSeen(note);
    setText(note);
  }
  const keep = () => onKeep(text.trim());
  return (
    <div
      className="chk-note"
      data-own-enter
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        const row = event.currentTarget.closest<HTMLElement>('[role="row"]');
        keep();
        row?.focus();
      }}
    >
      <TextField
        label={t('work.checklist.noteOf', { name })}
        value={text}
        onChange={setText}
        onBlur={keep}
        maxLength={500}
        autoFocus={autoFocus}
      />
    </div>
  );
}
