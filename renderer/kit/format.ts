/** Numbers, money and times as an office in Hà Nội writes them; the same in both languages. */
const dateTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function parts(instant: number): Record<string, string> {
  return Object.fromEntries(dateTime.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** Integer đồng: `10.000 đ`, with a no-break space. */
export function money(dong: number): string {
  return `${count(dong)}\u00A0đ`;
}

/** Integer with dots between thousands. */
export function count(value: number): string {
  const digits = String(Math.abs(Math.trunc(value)));
  return `${value < 0 ? '-' : ''}${digits.replace(/\B(?=(\d{3})+$)/g, '.')}`;
}

/** Epoch ms as `dd/mm/yyyy`. */
export function date(instant: number): string {
  const { day, month, year } = parts(instant);
  return `${day}/${month}/${year}`;
}

/** Epoch ms as `HH:mm`. */
export function time(instant: number): string {
  const { hour, minute } = parts(instant);
  return `${hour}:${minute}`;
}

/** Epoch ms as `dd/mm/yyyy HH:mm`. */
export function dateAndTime(instant: number): string {
  return `${date(instant)} ${time(instant)}`;
}

/** `yyyy-mm-dd` or `yyyy` as `dd/mm/yyyy` or `yyyy`; other text stays as it is. */
export function localDate(value: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return match ? `${match[3]}/${match[2]}/${match[1]}` : value;
}
