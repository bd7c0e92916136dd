import { useEffect, useRef, useState } from 'react';
import { TextField } from '../../../kit/text-field.tsx';
import type { TextFieldProps } from '../../../kit/text-field.tsx';

type KeptTextProps = Pick<
  TextFieldProps,
  'label' | 'type' | 'maxLength' | 'multiline' | 'required' | 'className'
> & {
  readonly value: string;
  onKeep(text: string): void;
};

/** A text that is kept a moment after the last key and when the field is left or goes away. */
export function KeptText({ value, onKeep, ...field }: KeptTextProps) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // Our own text coming back must not undo what has been typed since; anybody else's is taken over.
    if (value !== sent) {
      setSent(value);
      setText(value);
    }
  }
  const latest = useRef({ text, sent, onKeep });
  useEffect(() => {
    latest.current = { text, sent, onKeep };
  });

  function keep(): void {
    if (text === sent) return;
    setSent(text);
    onKeep(text);
  }

  useEffect(() => {
    if (text === sent) return undefined;
    const timer = setTimeout(() => {
      setSent(text);
      latest.current.onKeep(text);
    }, 400);
    return () => clearTimeout(timer);
  }, [text, sent]);
  useEffect(
    () => () => {
      const last = latest.current;
      if (last.text !== last.sent) last.onKeep(last.text);
    },
    [],
  );

  return <TextField {...field} value={text} onChange={setText} onBlur={keep} />;
}
