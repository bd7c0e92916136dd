import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** What kind of window asks. The main process gives a window its role when it makes it; a window cannot choose. */
export const roles = ['counter', 'agency', 'kiosk', 'display', 'admin'] as const;
export type Role = (typeof roles)[number];

export interface Operation<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** Roles of windows that may call it. */
  readonly roles: readonly Role[];
  /** Who must be signed in: nobody, any staff member, or one with administrator rights. */
  readonly staff: 'none' | 'any' | 'admin';
  readonly input: Input;
  readonly output: Output;
  /** Expected failures besides those of the contract itself. */
  readonly errors: readonly ErrorCode[];
}

export function operation<Input extends z.ZodType, Output extends z.ZodType>(
  definition: Operation<Input, Output>,
): Operation<Input, Output> {
  return definition;
}
