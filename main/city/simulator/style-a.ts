/** Style A, "service" messages of the national portal: what each message does and how the city answers it. */
import { dossierProblem, isFields, progressProblem, referenceOf, textOf } from './checks.ts';
import type { Effects } from './effects.ts';
import type { Fields } from './journal.ts';
import type { KnownProcedure } from './procedures.ts';
import type { Sessions } from './sessions.ts';
import type { CityState, KnownDossier, NewDossier } from './state.ts';

export interface Answer {
  /** HTTP; 200 unless told. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of `body`. */
  readonly raw?: Uint8Array;
  readonly body: Fields;
  /** True when something was written down; a fault may then drop the connection. */
  readonly changed: boolean;
}

export interface StyleA {
  signIn(message: unknown): Answer;
  message(message: unknown, effects: Effects): Answer;
}

const maximumBatch = 100;

export function refusal(message: string): Answer {
  return { body: { error_code: '-1', message, result: [] }, changed: false };
}

export function createStyleA(options: {
  state: CityState;
  sessions: Sessions;
  username: string;
  password: string;
  procedures: readonly KnownProcedure[];
}): StyleA {
  const { state, sessions, procedures } = options;

  const success = (result: unknown, changed: boolean): Answer => ({
    body: { error_code: '00', message: 'Thành công', result },
    changed,
  });

  const recordsOf = (message: Fields): unknown[] | null => {
    const data = message['data'];
    return Array.isArray(data) && data.length > 0 && data.length <= maximumBatch ? (data as unknown[]) : null;
  };

  const createDossiers = (records: readonly Fields[], effects: Effects): Answer => {
    const results = new Map<Fields, Fields>();
    const fresh: NewDossier[] = [];
    for (const hoSo of records) {
      const code = textOf(hoSo, 'MaHoSo');
      const reference = referenceOf(hoSo);
      if (code !== '' && state.byCode(code)) return refusal('Mã hồ sơ đã tồn tại trên hệ thống');
      const known = reference === null ? null : state.byReference(reference);
      if (known && effects.refuseDuplicates) return refusal('Hồ sơ đã tồn tại trên hệ thống');
      if (known) {
        state.repeats.dossiers += 1;
        results.set(hoSo, { MaHoSo: known.code, maThamChieu: reference });
      } else if (fresh.some((other) => reference !== null && other.reference === reference)) {
        return refusal('Mã tham chiếu lặp lại trong cùng một lần gửi');
      } else if (code !== '' && fresh.some((other) => other.hoSo['MaHoSo'] === code)) {
        return refusal('Mã hồ sơ lặp lại trong cùng một lần gửi');
      } else {
        fresh.push({ hoSo, reference, style: 'a' });
      }
    }
    const codes = fresh.length > 0 ? state.create(fresh) : [];
    fresh.forEach(({ hoSo, reference }, index) => {
      results.set(hoSo, { MaHoSo: codes[index], maThamChieu: reference ?? '' });
    });
    return success(
      records.map((hoSo) => results.get(hoSo)),
      true,
    );
  };

  const replaceDossiers = (records: readonly Fields[]): Answer => {
    const found: { hoSo: Fields; known: KnownDossier }[] = [];
    for (const hoSo of records) {
      const known = state.byCode(textOf(hoSo, 'MaHoSo'));
      if (!known) return refusal('Mã hồ sơ không tồn tại trên hệ thống');
      found.push({ hoSo, known });
    }
    for (const { hoSo, known } of found) state.replace(known.code, hoSo);
    return success(
      found.map(({ known }) => ({ MaHoSo: known.code, maThamChieu: known.reference ?? '' })),
      true,
    );
  };

  const syncDossiers = (message: Fields, effects: Effects): Answer => {
    const updating = message['isUpdating'];
    if (updating !== 'True' && updating !== 'False') return refusal('isUpdating phải là "True" hoặc "False"');
    const records = recordsOf(message);
    if (!records) return refusal('data phải là danh sách từ 1 đến 100 hồ sơ');
    for (const record of records) {
      const problem = dossierProblem(record, (id) => state.fileById(id) !== null);
      if (problem) return refusal(problem);
    }
    return updating === 'True'
      ? replaceDossiers(records.filter(isFields))
      : createDossiers(records.filter(isFields), effects);
  };

  const addProgress = (message: Fields): Answer => {
    const records = recordsOf(message);
    if (!records) return refusal('data phải là danh sách từ 1 đến 100 bước xử lý');
    const steps: Fields[] = [];
    for (const record of records) {
      const problem = progressProblem(record);
      if (problem) return refusal(problem);
      if (!isFields(record)) continue;
      if (!state.byCode(textOf(record, 'MaHoSo'))) return refusal('Mã hồ sơ không tồn tại trên hệ thống');
      steps.push(record);
    }
    state.addProgress(steps);
    return success([], true);
  };

  const lookUp = (message: Fields): Answer => {
    const code = textOf(message, 'mahoso');
    const reference = textOf(message, 'thamchieu');
    if (code === '' && reference === '') return refusal('Thiếu trường bắt buộc: mahoso');
    const known = code === '' ? state.byReference(reference) : state.byCode(code);
    return success(known ? [{ ...known.hoSo, DanhSachTienDo: known.progress }] : [], false);
  };

  const listProcedures = (): Answer =>
    success(
      procedures.map((procedure) => ({
        MATTHC: procedure.code,
        TENTTHC: procedure.name,
        LINHVUCTHUCHIEN: [{ MALINHVUC: procedure.fieldCode, TENLINHVUC: procedure.field }],
      })),
      false,
    );

  const showProcedure = (message: Fields): Answer => {
    const procedure = procedures.find(({ code }) => code === textOf(message, 'maTTHC'));
    if (!procedure) return success([], false);
    return success(
      [
        {
          MATTHC: procedure.code,
          TENTTHC: procedure.name,
          LINHVUCTHUCHIEN: [{ MALINHVUC: procedure.fieldCode, TENLINHVUC: procedure.field }],
          TRINHTUTHUCHIEN: [],
          CACHTHUCTHUCHIEN: [{ KENH: '1', THOIGIAN: '' }],
        },
      ],
      false,
    );
  };

  return {
    signIn: (message) => {
      if (
        !isFields(message) ||
        message['username'] !== options.username ||
        message['password'] !== options.password
      ) {
        return { body: { error_code: '-1', message: 'Sai tên đăng nhập hoặc mật khẩu' }, changed: false };
      }
      return { body: { session: sessions.begin(), error_code: '0' }, changed: false };
    },
    message: (message, effects) => {
      if (!isFields(message)) return refusal('Thông điệp không đúng cấu trúc');
      if (!sessions.isLive(message['session'])) return refusal('Phiên làm việc không hợp lệ hoặc đã hết hạn');
      if (textOf(message, 'madonvi') === '') return refusal('Thiếu trường bắt buộc: madonvi');
      if (effects.refuse !== null) return refusal(effects.refuse);
      switch (message['service']) {
        case 'DongBoHoSoMC':
          return syncDossiers(message, effects);
        case 'CapNhatTienDoHoSoMC':
          return addProgress(message);
        case 'TraCuuHoSo':
          return lookUp(message);
        case 'LayDanhSachTTHC':
          return listProcedures();
        case 'LayThuTuc':
          return showProcedure(message);
        default:
          return refusal('Dịch vụ không được hỗ trợ');
      }
    },
  };
}
