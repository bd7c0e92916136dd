/** A session or token of the city: one sign-in at a time, shared by all who need it, renewed when it does not work. */
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { CityError } from './ports.ts';

export interface Credential {
  readonly value: string;
  /** Steady milliseconds (performance.now) at which it was given. */
  readonly since: number;
}

export interface CredentialKeeper {
  /**
   * Runs `send` with the credential, and once more with a new one when `isStale` says that this was why it failed. A
   * credential that is refused right after it was given makes the city unreachable, never the dossier refused.
   */
  use<Value>(
    send: (credential: string) => Promise<Result<Value, CityError>>,
    isStale: (answer: Result<Value, CityError>, used: Credential) => boolean,
    signal: AbortSignal,
  ): Promise<Result<Value, CityError>>;
}

export function createCredentialKeeper(
  signIn: (signal: AbortSignal) => Promise<Result<string, CityError>>,
): CredentialKeeper {
  let held: Credential | null = null;
  let signingIn: Promise<Result<Credential, CityError>> | null = null;

  const signInOnce = async (signal: AbortSignal): Promise<Result<Credential, CityError>> => {
    const answer = await signIn(signal);
    // A wrong password is our set-up's fault, not the dossier's: nothing is refused, everything waits.
    if (!answer.ok && answer.error.code === 'city-refused') {
      return fail('city-unreachable', { reason: 'sign-in-refused' });
    }
    if (!answer.ok) return answer;
    held = { value: answer.value, since: performance.now() };
    return ok(held);
  };

  const credentialFor = (
    stale: Credential | null,
    signal: AbortSignal,
  ): Promise<Result<Credential, CityError>> => {
    if (held && held !== stale) return Promise.resolve(ok(held));
    signingIn ??= signInOnce(signal).finally(() => {
      signingIn = null;
    });
    return signingIn;
  };

  return {
    use: async (send, isStale, signal) => {
      const first = await credentialFor(null, signal);
      if (!first.ok) return first;
      const answer = await send(first.value.value);
      if (!isStale(answer, first.value)) return answer;
      const second = await credentialFor(first.value, signal);
      if (!second.ok) return second;
      const again = await send(second.value.value);
      if (!isStale(again, second.value)) return again;
      held = null;
      return fail('city-unreachable', { reason: 'session-refused' });
    },
  };
}
