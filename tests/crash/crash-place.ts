/** What the counter that is killed and its driver both know. */
import type { TicketRequest } from '../../main/printing/tickets.ts';
import { ticketContent } from '../hardware/printer/ticket-sample.ts';

export const pageDpi = 60;
export const slipWidthPx = 384;
export const crashStaff = { code: 'CB001', fullName: 'Cán bộ Thử', title: 'Cán bộ tiếp nhận', pin: '246813' };
export const ticketSeries = { place: 'Q01', letter: 'A', day: '2026-11-23' } as const;

export function ticketRequest(): TicketRequest {
  return { series: ticketSeries, content: ticketContent, printerId: null };
}
