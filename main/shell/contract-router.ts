/**
 * Every call of a window passes here: sender frame, origin, role, sign-in, shape of the input, then the handler, then
 * the shape of the output. Free of Electron, so that each refusal is tested directly.
 */
import type { z } from 'zod';
import type { Role } from '../contract/define.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { contract, type OperationName, type OutputOf } from '../contract/operations.ts';
import { fail, type Failure, type Result } from '../domain/result.ts';
import type { Log } from './logger.ts';

/** Who calls, as the main process knows it; nothing of this comes from the window itself. */
export interface Caller {
  /** Null when the sender is not a window that we made. */
  readonly role: Role | null;
  readonly isMainFrame: boolean;
  readonly origin: string;
}

export interface CurrentStaff {
  readonly id: string;
  readonly admin: boolean;
}

type ParsedInput<Name extends OperationName> = z.output<(typeof contract)[Name]['input']>;
export type Handler<Name extends OperationName> = (
  input: ParsedInput<Name>,
  context: { readonly role: Role },
) => Promise<Result<OutputOf<Name>, ErrorCode>> | Result<OutputOf<Name>, ErrorCode>;
export type Handlers = { readonly [Name in OperationName]: Handler<Name> };

export interface RouterParts {
  readonly handlers: Handlers;
  readonly origin: string;
  readonly currentStaff: () => CurrentStaff | null;
  /** Somebody signed in does something. */
  readonly counterWorks?: () => void;
  readonly log: Log;
}

export type Dispatch = (caller: Caller, name: unknown, input: unknown) => Promise<Result<unknown, ErrorCode>>;

export function createRouter(parts: RouterParts): Dispatch {
  const { handlers, origin, currentStaff, counterWorks, log } = parts;
  return async (caller, name, input) => {
    const refuse = (code: ErrorCode, details?: Failure['details']) => {
      log('contract.refused', { operation: typeof name === 'string' ? name : '(none)', code });
      return fail(code, details);
    };
    if (!caller.isMainFrame || caller.origin !== origin) return refuse('foreign-frame');
    if (typeof name !== 'string' || !Object.hasOwn(contract, name)) return refuse('unknown-operation');
    const operation = contract[name as OperationName];
    const role = caller.role;
    if (!role || !(operation.roles as readonly Role[]).includes(role)) return refuse('wrong-role');
    const staff = currentStaff();
    if (operation.staff !== 'none' && !staff) return refuse('not-signed-in');
    if (operation.staff === 'admin' && !staff?.admin) return refuse('wrong-role');
    if (staff) counterWorks?.();
    const parsed = operation.input.safeParse(input);
    // The path of the field is named, its value never: it may be personal data.
    if (!parsed.success)
      return refuse('wrong-shape', { field: parsed.error.issues[0]?.path.join('.') ?? '' });

    try {
      const handler = handlers[name as OperationName] as (
        input: unknown,
        context: { role: Role },
      ) => Promise<Result<unknown, ErrorCode>> | Result<unknown, ErrorCode>;
      const result = await handler(parsed.data, { role });
      if (!result.ok) {
        log('contract.failed', { operation: name, code: result.error.code });
        return result;
      }
      const output = operation.output.safeParse(result.value);
      if (output.success) return { ok: true, value: output.data };
      log('contract.output-wrong', { operation: name, field: output.error.issues[0]?.path.join('.') ?? '' });
      return fail('unexpected');
    } catch (error) {
      log('contract.exception', {
        operation: name,
        kind: error instanceof Error ? error.name : typeof error,
      });
      if (process.env['MOT_CUA_DEBUG']) console.error(error);
      return fail('unexpected');
    }
  };
}
