import type { Pause } from './deadline.ts';
import type { DossierStatus, Instant } from './dossier.ts';

/** The official names of the ten states (trạng thái hồ sơ) on the national portal. */
export const statusNames: Readonly<Record<DossierStatus, string>> = {
  1: 'Mới đăng ký',
  2: 'Được tiếp nhận',
  3: 'Không được tiếp nhận',
  4: 'Đang xử lý',
  5: 'Yêu cầu bổ sung giấy tờ',
  6: 'Yêu cầu thực hiện nghĩa vụ tài chính',
  7: 'Công dân yêu cầu rút hồ sơ',
  8: 'Dừng xử lý',
  9: 'Đã xử lý xong',
  10: 'Đã trả kết quả',
};

const moves: Readonly<Record<DossierStatus, readonly DossierStatus[]>> = {
  1: [2, 3, 5, 7],
  2: [4, 7],
  3: [],
  4: [5, 6, 7, 8, 9],
  5: [2, 4, 7, 8],
  6: [4, 8],
  7: [],
  8: [],
  9: [10],
  10: [],
};

/** Whether a dossier may go from one state to the other; staying is not a move. */
export function mayMove(from: DossierStatus, to: DossierStatus): boolean {
  return moves[from].includes(to);
}

/** Where a dossier may go from here; empty for an end state. */
export function movesFrom(status: DossierStatus): readonly DossierStatus[] {
  return moves[status];
}

/** Waiting for papers (5), for money (6) or stopped (8): the term does not run. */
export function pausesClock(status: DossierStatus): boolean {
  return status === 5 || status === 6 || status === 8;
}

/** One change of state, as kept in a dossier's history. */
export interface StatusChange {
  readonly at: Instant;
  readonly status: DossierStatus;
}

/** The stretches of a history, oldest first, during which the clock stood still. */
export function pausesOf(history: readonly StatusChange[]): Pause[] {
  const pauses: Pause[] = [];
  let since: Instant | null = null;
  for (const change of [...history].sort((a, b) => a.at - b.at)) {
    const paused = pausesClock(change.status);
    if (paused && since === null) since = change.at;
    if (!paused && since !== null) {
      pauses.push({ from: since, to: change.at });
      since = null;
    }
  }
  if (since !== null) pauses.push({ from: since, to: null });
  return pauses;
}
