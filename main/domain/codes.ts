import type { Instant } from './dossier.ts';
import { localDateOf } from './local-time.ts';
import { fold } from './search.ts';

/** TT 01/2018/TT-VPCP Art. 19, the identifiers of QĐ 20/2020/QĐ-TTg, and the shapes that running systems issue. */
const dossierCode =
  /^(?:(?:[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.)?[GH]\d{2}|[GH]\d{2}(?:\.\d{1,3}){1,3})-\d{6}(?:\d{2})?-\d{4,7}$/;
const procedureCode = /^\d\.\d{6}(?:\.(?:\d{2}|H\d{2}))?$/;
const localCode = /^TAM-[0-9A-Z]+(?:-[0-9A-Z]+)*-\d{6}-\d{4,6}$/;

/** A dossier code (mã hồ sơ) as only the city or a ministry issues it, e.g. `000.00.01.H26-261123-0012`. */
export function isDossierCode(text: string): boolean {
  return dossierCode.test(text);
}

/** A procedure code (mã TTHC), bare or with a case or province suffix: `1.001193`, `1.001193.01`, `1.013831.H26`. */
export function isProcedureCode(text: string): boolean {
  return procedureCode.test(text);
}

/** A local number (số tạm), as `localDossierCode` makes it. Never a dossier code. */
export function isLocalCode(text: string): boolean {
  return localCode.test(text);
}

/** `TAM-<counter>-<yymmdd>-<nnnn>`; the day is that of acceptance in the city's zone, `number` counts from 1. */
export function localDossierCode(counterId: string, acceptedAt: Instant, number: number): string {
  const counter = fold(counterId)
    .toUpperCase()
    .replace(/[^0-9A-Z]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const day = localDateOf(acceptedAt).replaceAll('-', '').slice(2);
  return `TAM-${counter || '0'}-${day}-${String(number).padStart(4, '0')}`;
}

/** The code of a case (mã trường hợp): `1.001193` and `01` give `1.001193.01`. */
export function caseCode(procedure: string, caseId: string): string {
  return `${baseProcedureCode(procedure)}.${caseId}`;
}

/** The procedure code without the suffix of a case or a province. */
export function baseProcedureCode(code: string): string {
  return code.slice(0, 8);
}
