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
  const latest = useRef({ text, value, onKeep });
  useEffect(() => {
    latest.current = { text, value, onKeep };
  });
  // Another window, or a button beside the field, has changed it.
  useEffect(() => setText(value), [value]);

  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => latest.current.onKeep(text), 400);
    return () => clearTimeout(timer);
  }, [text, value]);
  useEffect(
    () => () => {
      const { text: last, value: kept, onKeep: keep } = latest.current;
      if (last !== kept) keep(last);
    },
    [],
  );

  return (
    <TextField
      {...field}
      value={text}
      onChange={setText}
      onBlur={() => {
        if (text !== value) onKeep(text);
      }}
    />
  );
}
