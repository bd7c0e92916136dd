import { createContext, useContext, useState } from 'react';
import type { ReactNode } from 'react';
import type { StatusView } from '../../main/contract/views.ts';
import { useCall, useEvent } from './api.ts';

const StatusContext = createContext<StatusView | null>(null);

/** Keeps the state of devices, network, city and outbox fresh. */
export function StatusProvider({
  known,
  children,
}: {
  readonly known: StatusView | null;
  readonly children: ReactNode;
}) {
  const first = useCall('status.get', {}, known);
  const [newer, setNewer] = useState<StatusView | null>(null);
  useEvent('status.changed', (event) => setNewer(event.status));
  return <StatusContext.Provider value={newer ?? first.value}>{children}</StatusContext.Provider>;
}

/** Null until the main process has answered for the first time. */
export function useStatus(): StatusView | null {
  return useContext(StatusContext);
}
