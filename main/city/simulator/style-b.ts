/** Style B, six REST steps of ministry portals: what each does and how the city answers it. */
import { isFields, referenceOf, textOf } from './checks.ts';
import { noiHoSoProblem, stepProblem } from './checks-b.ts';
import type { Effects } from './effects.ts';
import type { Fields } from './journal.ts';
import type { Sessions } from './sessions.ts';
import type { CityState } from './state.ts';
import type { Answer } from './style-a.ts';

export interface StyleB {
  token(message: unknown): Answer;
  nextCode(unit: string): Answer;
  create(message: unknown, effects: Effects): Answer;
  lookUp(key: { readonly code: string; readonly reference: string }): Answer;
  progress(message: unknown): Answer;
  status(message: unknown): Answer;
}

const maximumBatch = 100;

export function refusalB(status: number, message: string): Answer {
  return { status, body: { code: status, message, data: null }, changed: false };
}

function success(data: unknown, changed: boolean): Answer {
  return { body: { code: 200, message: 'Thành công', data }, changed };
}

export function createStyleB(options: {
  state: CityState;
  sessions: Sessions;
  clientId: string;
  clientSecret: string;
  sessionTtlMs: () => number;
}): StyleB {
  const { state, sessions } = options;

  const rowsOf = (message: unknown): Fields[] | null =>
    Array.isArray(message) && message.length > 0 && message.length <= maximumBatch && message.every(isFields)
      ? message
      : null;

  const knowsFile = (id: string, sha256: string): boolean => {
    const file = state.fileById(id);
    return file !== null && (sha256 === '' || sha256.toLowerCase() === file.sha256);
  };

  return {
    token: (message) => {
      const right =
        isFields(message) &&
        message['client_id'] === options.clientId &&
        message['client_secret'] === options.clientSecret;
      if (!right) return refusalB(401, 'Sai client_id hoặc client_secret');
      const expires = Math.floor(options.sessionTtlMs() / 1_000);
      return {
        body: { access_token: sessions.begin(), token_type: 'Bearer', expires_in: expires },
        changed: false,
      };
    },
    nextCode: (unit) =>
      /^[A-Z0-9][A-Za-z0-9.]{0,30}$/.test(unit)
        ? { body: { value: state.nextCode(unit) }, changed: true }
        : refusalB(400, 'Thiếu trường bắt buộc: code'),
    create: (message, effects) => {
      const problem = noiHoSoProblem(message, knowsFile);
      if (problem || !isFields(message)) return refusalB(400, problem ?? '');
      const code = textOf(message, 'MaHoSo');
      if (!state.wasGiven(code)) return refusalB(400, 'Mã hồ sơ không do hệ thống cấp');
      const reference = referenceOf(message);
      const known = state.byCode(code);
      const twin = reference === null ? null : state.byReference(reference);
      if (twin && twin.code !== code) return refusalB(400, `Hồ sơ đã tồn tại với mã ${twin.code}`);
      if (known) {
        const same = known.reference === reference && !effects.refuseDuplicates;
        if (!same) return refusalB(400, 'Mã hồ sơ đã tồn tại trên hệ thống');
        state.repeats.dossiers += 1;
        if (JSON.stringify({ ...known.hoSo, MaHoSo: '' }) !== JSON.stringify({ ...message, MaHoSo: '' }))
          state.replace(code, message);
      } else {
        state.create([{ hoSo: message, reference, style: 'b' }]);
      }
      return success({ idHoSo: `HS-${code}`, maHoSo: code }, true);
    },
    lookUp: ({ code, reference }) => {
      if (code === '' && reference === '') return refusalB(400, 'Thiếu trường bắt buộc: maHoSo');
      const known = code === '' ? state.byReference(reference) : state.byCode(code);
      return success(known ? [{ ...known.hoSo, TienTrinh: known.progress }] : [], false);
    },
    progress: (message) => {
      const rows = rowsOf(message);
      if (!rows) return refusalB(400, 'Nội dung phải là danh sách từ 1 đến 100 bước xử lý');
      for (const row of rows) {
        const problem = stepProblem(row);
        if (problem) return refusalB(400, problem);
        if (!state.byCode(textOf(row, 'MaHoSo')))
          return refusalB(404, 'Mã hồ sơ không tồn tại trên hệ thống');
      }
      state.addProgress(rows);
      return success(null, true);
    },
    status: (message) => {
      const rows = rowsOf(message);
      if (!rows) return refusalB(400, 'Nội dung phải là danh sách từ 1 đến 100 trạng thái');
      for (const row of rows) {
        const status = Number(row['TrangThai']);
        if (!Number.isInteger(status) || status < 1 || status > 10)
          return refusalB(400, 'TrangThai không hợp lệ');
        if (!state.byCode(textOf(row, 'MaHoSo')))
          return refusalB(404, 'Mã hồ sơ không tồn tại trên hệ thống');
      }
      for (const row of rows) state.setStatus(textOf(row, 'MaHoSo'), row);
      return success(null, true);
    },
  };
}
