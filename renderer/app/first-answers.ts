/** What the first picture of a window shows, asked for before anything is drawn, so that it is not drawn twice. */
import type { OutputOf } from '../../main/contract/operations.ts';
import { call } from './api.ts';

export interface FirstAnswers {
  readonly session: OutputOf<'session.state'> | null;
  readonly status: OutputOf<'status.get'> | null;
}

/** A store that takes longer to open is waited for with a picture on the screen, ms. */
const patienceMs = 300;

/** Null where the answer is a failure or late: the providers ask again and tell. Only the session is waited for. */
export async function askFirst(): Promise<FirstAnswers> {
  let status: FirstAnswers['status'] = null;
  void call('status.get', {}).then((answer) => {
    if (answer.ok) status = answer.value;
  });
  const session = await Promise.race([
    call('session.state', {}),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs)),
  ]);
  return { session: session?.ok ? session.value : null, status };
}
