/** The ticket that faults, benches and readers are tried on. Nobody's name stands on it. */
import type { TicketContent } from '../../../main/printing/ticket.ts';

export const ticketContent: TicketContent = {
  centre: 'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG HÀ NỘI',
  branch: 'Chi nhánh số 2 – Cầu Giấy',
  field: 'Hộ tịch – Chứng thực',
  issuedAt: Date.UTC(2026, 10, 22, 2, 30),
  peopleWaiting: 12,
  waitMinutes: 25,
  counters: 'Quầy 3, 4, 5',
  trackText: 'https://hcc.hanoi.gov.vn/s/261122-Q02-7F3K9',
  hotlines: ['1022', '19001009'],
};
