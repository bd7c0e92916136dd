import { createElement, useEffect, useState } from 'react';
import type { ComponentType, ReactElement } from 'react';

export interface Later<Props> {
  /** Shows the component; nothing until its code is there. */
  readonly Component: (props: Props) => ReactElement | null;
  /** Fetches the code, once. */
  fetch(): Promise<void>;
}

/**
 * A component whose code is not part of the first script. Unlike `React.lazy` it shows at once when the code has been
 * fetched before: no fallback, and no wait of React's after one.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  let loaded: ComponentType<Props> | null = null;
  let arriving: Promise<void> | null = null;
  const fetch = () => {
    arriving ??= load().then((component) => {
      loaded = component;
    });
    return arriving;
  };
  function Component(props: Props) {
    const [shown, setShown] = useState<ComponentType<Props> | null>(() => loaded);
    useEffect(() => {
      if (!shown) void fetch().then(() => setShown(() => loaded));
    }, [shown]);
    return shown ? createElement(shown, props) : null;
  }
  return { Component, fetch };
}
