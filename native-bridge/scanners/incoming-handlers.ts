/** The operations of the watched folder, beside those of the scanners. */
import type { Handlers } from '../host.ts';
import type { WatchedFolder } from './watched-folder.ts';

type IncomingName = 'incoming' | 'takeIncoming' | 'finishIncoming';
export type ScannerHandlers = Omit<Handlers<'scanners'>, IncomingName>;

export function incomingHandlers(folder: WatchedFolder): Pick<Handlers<'scanners'>, IncomingName> {
  return {
    incoming: async () => ({ result: await folder.look(), bodies: [] }),
    async takeIncoming({ id }) {
      const { bytes, ...result } = await folder.take(id);
      return { result, bodies: [bytes] };
    },
    async finishIncoming(params) {
      await folder.finish(params);
      return { result: {}, bodies: [] };
    },
  };
}
