import { useCallback, useEffect, useRef, useState } from 'react';
import type { MotCuaApi } from '../../main/contract/bridge-api.ts';
import type { WindowEvent } from '../../main/contract/events.ts';
import type { InputOf, OperationName, OutputOf } from '../../main/contract/operations.ts';
import type { Answered, CallFailure } from './shapes.ts';

declare global {
  interface Window {
    readonly motCua: MotCuaApi;
  }
}

export type { CallFailure } from './shapes.ts';

/** Asks the main process. Never throws: a broken channel comes back as `unexpected`. */
export async function call<Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
): Promise<Answered<Name>> {
  try {
    return await window.motCua.call(name, input);
  } catch {
    return { ok: false, error: { code: 'unexpected' } };
  }
}

/** Hears one kind of event while the component is shown. */
export function useEvent<Type extends WindowEvent['type']>(
  type: Type,
  listener: (event: Extract<WindowEvent, { type: Type }>) => void,
): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      window.motCua.onEvent((event) => {
        if (event.type === type) latest.current(event as Extract<WindowEvent, { type: Type }>);
      }),
    [type],
  );
}

/** True once `waiting` has lasted 200 ms: short waits show nothing. */
export function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setSlow(true), 200);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [waiting]);
  return waiting && slow;
}

export interface CallState<Value> {
  /** The last answer; kept while a newer one is on its way. */
  readonly value: Value | null;
  readonly error: CallFailure | null;
  /** True after 200 ms without an answer. */
  readonly loading: boolean;
  reload(): void;
}

/**
 * Asks when shown and again when the input changes (compared as JSON); answers to older inputs are dropped. `known` is an
 * answer that was had before.
 */
export function useCall<Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
  known: OutputOf<Name> | null = null,
): CallState<OutputOf<Name>> {
  const [state, setState] = useState<{ value: OutputOf<Name> | null; error: CallFailure | null }>({
    value: known,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const [answered, setAnswered] = useState('');
  const key = JSON.stringify(input);
  const asked = `${turn} ${key}`;
  useEffect(() => {
    let current = true;
    void call(name, JSON.parse(key) as InputOf<Name>).then((result) => {
      if (!current) return;
      setAnswered(asked);
      setState((before) => {
        if (!result.ok) return { value: before.value, error: result.error };
        const same = before.error === null && JSON.stringify(before.value) === JSON.stringify(result.value);
        return same ? before : { value: result.value, error: null };
      });
    });
    return () => {
      current = false;
    };
  }, [name, key, asked]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, loading: useSlow(answered !== asked), reload };
}

export interface Action<Name extends OperationName> {
  run(input: InputOf<Name>): Promise<Answered<Name>>;
  readonly running: boolean;
  /** True after 200 ms without an answer. */
  readonly loading: boolean;
  readonly error: CallFailure | null;
  clearError(): void;
}

/** One operation that a button starts, with its waiting state and its last failure. */
export function useAction<Name extends OperationName>(name: Name): Action<Name> {
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<CallFailure | null>(null);
  const run = useCallback(
    async (input: InputOf<Name>) => {
      setRunning(true);
      setError(null);
      const result = await call(name, input);
      setRunning(false);
      if (!result.ok) setError(result.error);
      return result;
    },
    [name],
  );
  const clearError = useCallback(() => setError(null), []);
  return { run, running, loading: useSlow(running), error, clearError };
}
