/** Numbers, money and times in the words of Vietnamese official papers. */
import { zoneOffsetMs } from '../domain/clock.ts';
import type { Instant } from '../domain/dossier.ts';

const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const scales = ['', ' nghìn', ' triệu'] as const;

function digit(value: number): string {
  return digits[value] ?? '';
}

/** 0–999; `full` reads the leading zeros ("không trăm linh năm") as they are said inside a longer number. */
function hundreds(value: number, leading: 'spoken' | 'silent'): string {
  const hundred = Math.floor(value / 100);
  const ten = Math.floor((value % 100) / 10);
  const unit = value % 10;
  const words: string[] = [];
  if (hundred > 0 || leading === 'spoken') words.push(`${digit(hundred)} trăm`);
  if (ten === 1) words.push('mười');
  else if (ten > 1) words.push(`${digit(ten)} mươi`);
  else if (unit > 0 && words.length > 0) words.push('linh');
  if (unit === 1 && ten > 1) words.push('mốt');
  else if (unit === 5 && ten > 0) words.push('lăm');
  else if (unit > 0) words.push(digit(unit));
  return words.join(' ');
}

function belowBillion(value: number, leading: 'spoken' | 'silent'): string {
  const groups = [value % 1000, Math.floor(value / 1000) % 1000, Math.floor(value / 1_000_000)];
  const words: string[] = [];
  for (let place = 2; place >= 0; place -= 1) {
    const group = groups[place] ?? 0;
    if (group === 0) continue;
    words.push(
      hundreds(group, words.length > 0 || leading === 'spoken' ? 'spoken' : 'silent') + (scales[place] ?? ''),
    );
  }
  return words.join(' ');
}

/** A whole number from 0 to 2^53 as read aloud: 25005 → "hai mươi lăm nghìn không trăm linh năm". */
export function numberWords(value: number): string {
  if (value === 0) return digit(0);
  const billions = Math.floor(value / 1_000_000_000);
  const rest = value % 1_000_000_000;
  const words: string[] = [];
  if (billions > 0) words.push(`${numberWords(billions)} tỷ`);
  if (rest > 0) words.push(belowBillion(rest, billions > 0 ? 'spoken' : 'silent'));
  return words.join(' ');
}

/** Đồng with dots between thousands: 25000 → "25.000 đồng", the blank not breaking. */
export function money(amount: number): string {
  return `${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')}\u00a0đồng`;
}

/** "Hai mươi lăm nghìn đồng". */
export function moneyWords(amount: number): string {
  const words = `${numberWords(amount)} đồng`;
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1);
}

interface LocalParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

/** Wall-clock parts in Asia/Ho_Chi_Minh, two digits each (four for the year). */
function localParts(at: Instant): LocalParts {
  const iso = new Date(at + zoneOffsetMs).toISOString();
  return {
    year: iso.slice(0, 4),
    month: iso.slice(5, 7),
    day: iso.slice(8, 10),
    hour: iso.slice(11, 13),
    minute: iso.slice(14, 16),
    second: iso.slice(17, 19),
  };
}

/** "22/11/2026". */
export function shortDate(at: Instant): string {
  const { day, month, year } = localParts(at);
  return `${day}/${month}/${year}`;
}

/** "09:30 22/11/2026". */
export function shortTime(at: Instant): string {
  const { hour, minute } = localParts(at);
  return `${hour}:${minute} ${shortDate(at)}`;
}

/** "ngày 22 tháng 11 năm 2026". */
export function longDate(at: Instant): string {
  const { day, month, year } = localParts(at);
  return `ngày ${day} tháng ${month} năm ${year}`;
}

/** "09 giờ 30 phút, ngày 22 tháng 11 năm 2026", the wording of the forms. */
export function longTime(at: Instant): string {
  const { hour, minute } = localParts(at);
  return `${hour} giờ ${minute} phút, ${longDate(at)}`;
}

/** ISO 8601 with the zone: "2026-11-22T09:30:05+07:00". */
export function isoTime(at: Instant): string {
  const { year, month, day, hour, minute, second } = localParts(at);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}+07:00`;
}
