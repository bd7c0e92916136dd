/** Shapes of the field as the contract delivers them; a window knows no other part of the main process. */
import type { MotCuaApi } from '../../main/contract/bridge-api.ts';
import type { ErrorCode } from '../../main/contract/errors.ts';
import type { OperationName, OutputOf } from '../../main/contract/operations.ts';

export type Draft = OutputOf<'intake.open'>;
export type ComponentState = Draft['components'][number];
export type Page = ComponentState['pages'][number];
export type DossierPeople = Draft['people'];
export type Person = NonNullable<DossierPeople['applicant']>;
export type Helper = NonNullable<DossierPeople['helper']>;
export type Dossier = OutputOf<'dossier.get'>;
export type ProcedureView = OutputOf<'catalogue.procedure'>;
export type ProcedureSummary = OutputOf<'catalogue.search'>['items'][number];

type Answer = Awaited<ReturnType<MotCuaApi['call']>>;
export type CallFailure = Extract<Answer, { ok: false }>['error'];
/** What a call comes back with: the value, or an expected failure. */
export type CallResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: CallFailure };
export type Answered<Name extends OperationName> = CallResult<OutputOf<Name>>;
/** A failure whose code may come from a newer main process. */
export interface AnyFailure {
  readonly code: ErrorCode | (string & {});
  readonly details?: Readonly<Record<string, string | number>>;
}
