/** The counter under the hands of a person and a wedge: plays a case on the keyboard and compares what the window shows. */
import type { Locator, Page } from 'playwright';
import type { Person } from '../../../main/domain/person.ts';
import { readCode } from '../../../main/contract/scan-reading.ts';
import { people } from '../../../renderer/text/vi/people.ts';
import { scan as scanText } from '../../../renderer/text/vi/scan.ts';
import { shell as shellText } from '../../../renderer/text/vi/shell.ts';
import { officerAt } from '../../journeys/officer.ts';
import type { Place, Scan, WedgeCase } from './cases.ts';
import type { XKeyboard } from './x-keyboard.ts';

/** What a case should have left, and what it left. */
export interface Difference {
  readonly what: string;
  readonly wanted: string;
  readonly got: string;
}

declare global {
  interface Window {
    /** What the window said about scans since it was last emptied; kept by the observer below. */
    saidAboutScans?: string[];
    /** When the display says that each key went down, ms; heard before the application hears it. */
    keyTimes?: number[];
  }
}

/** The fields by their labels; the one of a search has none that is shown. */
const text = {
  fullName: people.fullName,
  idNumber: people.cccdNumber,
  birthDate: people.birthDate,
  address: people.address,
  phone: people.phone,
  search: 'Tìm',
};
const cardFields = ['fullName', 'idNumber', 'birthDate', 'address'] as const;
const idOfSomebodyElse = '001099999999';
const noticeBar = '.mc-offer, .mc-error-note';
/** Patience for what follows the last key; and how long nothing more may be said after it, ms. */
const limitMs = 5_000;
const quietMs = 250;
/** A scan's key that the display makes later than this was not made at a scanner's pace, ms. */
const displayLateMs = 4;

type Values = Readonly<Record<string, string>>;

export class WedgeDesk {
  readonly #page: Page;
  readonly #keyboard: XKeyboard;
  #place: Place | null = null;

  constructor(page: Page, keyboard: XKeyboard) {
    this.#page = page;
    this.#keyboard = keyboard;
  }

  /** Signs in and begins to note what is said about scans. */
  async open(): Promise<void> {
    // A listener of before the application's: what that one holds back is heard here, too.
    await this.#page.addInitScript(() => {
      const times: number[] = [];
      window.keyTimes = times;
      const modifier = new Set(['Shift', 'Control', 'Alt']);
      const note = (event: KeyboardEvent): void =>
        void (modifier.has(event.key) || times.push(event.timeStamp));
      window.addEventListener('keydown', note, true);
    });
    await this.#page.reload();
    await officerAt(this.#page, async () => {}).signIn();
    await this.#page.evaluate((selector) => {
      const said: string[] = [];
      window.saidAboutScans = said;
      new MutationObserver((changes) => {
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
          if (!(node instanceof Element)) continue;
          const bars = node.matches(selector) ? [node] : [...node.querySelectorAll(selector)];
          said.push(...bars.map((bar) => bar.textContent));
        }
      }).observe(document.body, { childList: true, subtree: true });
    }, noticeBar);
  }

  /** Plays one case; what came out otherwise than it must, or that the display did not keep the scanner's pace. */
  async play(wedge: WedgeCase): Promise<readonly Difference[] | 'display-stalled'> {
    const wrong = await this.#play(wedge);
    const times = await this.#page.evaluate(() => window.keyTimes ?? []);
    const slow = wedge.strokes.some(({ atMs, scanned }, index) => {
      const last = wedge.strokes[index - 1];
      const gap = (times[index] ?? 0) - (times[index - 1] ?? 0);
      return scanned && last?.scanned && gap > atMs - last.atMs + displayLateMs;
    });
    const whole = times.length === wedge.strokes.length;
    if (!whole)
      return [...wrong, { what: 'keys', wanted: `${wedge.strokes.length}`, got: `${times.length}` }];
    return slow ? 'display-stalled' : wrong;
  }

  async #play(wedge: WedgeCase): Promise<Difference[]> {
    await this.#goTo(wedge.place);
    const before = await this.#prepare(wedge);
    await this.#keyboard.play(wedge.strokes);
    const { scan, typed } = wedge;
    const said = await this.#heard(scan ? 1 : 0);
    const field = text[wedge.field];
    const wanted = { ...before, [field]: typed, ...(wedge.fills && scan?.person ? formOf(scan.person) : {}) };
    if (wedge.fills && wedge.field === 'phone') wanted[text.phone] = typed;
    const wrong = await this.#compare(wanted);
    if (!scan)
      return said.length > 0 ? [...wrong, { what: 'said', wanted: '', got: said.join(' / ') }] : wrong;
    wrong.push(...once(said, sentenceOf(wedge, scan)));
    if (wrong.length === 0) wrong.push(...(await this.#exactly(wedge, scan, wanted)));
    return wrong;
  }

  /** A case that went wrong may have left anything: the next one starts afresh. */
  startAfresh(): void {
    this.#place = null;
  }

  async #goTo(place: Place): Promise<void> {
    if (this.#place === place) return;
    const page = this.#page;
    if (place === 'dossiers') {
      await page.keyboard.press('Alt+D');
      await page.getByRole('heading', { name: 'Hồ sơ đã tiếp nhận' }).waitFor({ timeout: limitMs });
    } else {
      await page.keyboard.press('Alt+H');
      await page.getByRole('heading', { name: 'Quầy tiếp nhận' }).waitFor({ timeout: limitMs });
      await officerAt(page, async () => {}).startDossier();
    }
    if (place === 'procedure') {
      // Somebody files already: a card that is scanned here is offered and fills nothing.
      await this.#field('idNumber').fill(idOfSomebodyElse);
      await this.#field('fullName').fill('Lê Thị Mẫu');
      await page.getByText(people.saved, { exact: true }).waitFor({ timeout: limitMs });
      await page.keyboard.press('Alt+2');
      await page.getByRole('searchbox').waitFor({ timeout: limitMs });
    }
    this.#place = place;
  }

  #field(name: keyof typeof text): Locator {
    if (name === 'search') return this.#page.getByRole('searchbox').first();
    return this.#page.getByLabel(new RegExp(`^${text[name].replace(/[()]/g, '\\$&')}`)).first();
  }

  /** Empties the fields, puts the cursor into the case's one and returns what the fields hold. */
  async #prepare({ place, field, fills }: WedgeCase): Promise<Values> {
    const dismiss = this.#page.getByRole('button', { name: shellText.scan.dismiss }).first();
    if (await dismiss.isVisible()) await dismiss.click();
    if (place === 'applicant') {
      for (const name of [...cardFields, 'phone'] as const) await this.#field(name).fill('');
      if (!fills) await this.#field('idNumber').fill(idOfSomebodyElse);
    } else {
      await this.#field('search').fill('');
    }
    await this.#field(field).focus();
    await this.#page.evaluate(() => {
      window.saidAboutScans?.splice(0);
      window.keyTimes?.splice(0);
    });
    return await this.#values();
  }

  /** What the visible text fields hold, by label. */
  async #values(): Promise<Values> {
    const pairs = await this.#page
      .locator('main input:visible:not([type=radio]):not([type=checkbox])')
      .evaluateAll((inputs) =>
        inputs.map((each) => {
          const input = each as HTMLInputElement;
          return [input.labels?.[0]?.textContent ?? input.ariaLabel ?? '', input.value] as const;
        }),
      );
    // A label may go on with a mark ("Họ và tên *").
    const named = pairs.map(([label, value]) => {
      const known = Object.values(text).find((each) => label.startsWith(each));
      return [known ?? label, value] as const;
    });
    return Object.fromEntries(named);
  }

  async #heard(count: number): Promise<readonly string[]> {
    const said = (): Promise<string[]> => this.#page.evaluate(() => [...(window.saidAboutScans ?? [])]);
    const end = performance.now() + limitMs;
    while ((await said()).length < count && performance.now() < end) await pause(15);
    await pause(quietMs);
    return await said();
  }

  async #compare(wanted: Values): Promise<Difference[]> {
    // What the form shows may follow a scan by a moment.
    const end = performance.now() + 1_500;
    for (;;) {
      const got = await this.#values();
      const wrong = Object.keys({ ...wanted, ...got })
        .filter((name) => wanted[name] !== got[name])
        .map((what) => ({
          what,
          wanted: wanted[what] ?? '(no such field)',
          got: got[what] ?? '(no such field)',
        }));
      if (wrong.length === 0 || performance.now() > end) return wrong;
      await pause(50);
    }
  }

  /** The window says what came; that all of it came, to the letter, shows when the offered is taken. */
  async #exactly(wedge: WedgeCase, scan: Scan, now: Values): Promise<Difference[]> {
    const press = (name: string): Promise<void> =>
      this.#page.getByRole('button', { name }).first().click({ timeout: limitMs });
    if (scan.person) {
      if (wedge.place !== 'applicant' || wedge.fills) return [];
      await press(shellText.scan.useAsApplicant);
      return await this.#compare({ ...now, ...formOf(scan.person), [text.phone]: '' });
    }
    if (scan.code !== null) return [];
    await press(shellText.scan.insert);
    const field = text[wedge.field];
    return await this.#compare({ ...now, [field]: `${now[field]}${scan.payload}` });
  }
}

function formOf(person: Person): Values {
  const [year = '', month = '', day = ''] = (person.birthDate ?? '').split('-');
  return {
    [text.fullName]: person.fullName,
    [text.idNumber]: person.idNumber ?? '',
    [text.birthDate]: `${day}/${month}/${year}`,
    [text.address]: person.address ?? '',
  };
}

/** How the window's words about this scan begin; on the way to them it may say more (`also`). */
function sentenceOf(
  { place, fills }: WedgeCase,
  scan: Scan,
): { readonly wanted: string; readonly also?: string } {
  const words = shellText.scan;
  if (scan.person) {
    return {
      wanted: fills
        ? words.landed.applicant
        : words.offered.identity.replace('{{name}}', scan.person.fullName),
    };
  }
  if (scan.code !== null) {
    return place === 'dossiers'
      ? { wanted: words.noDossier.replace('{{code}}', scan.code), also: words.landed.dossier }
      : { wanted: words.offered.dossier.replace('{{code}}', scan.code) };
  }
  if (scan.kind === 'truncated card') return { wanted: scanText.reason.truncated };
  const read = readCode(scan.payload);
  return { wanted: scanText.reason[read.kind === 'unusable' ? read.reason : 'unknown'] };
}

function once(said: readonly string[], { wanted, also }: ReturnType<typeof sentenceOf>): Difference[] {
  const others = said.filter((each) => also === undefined || !each.startsWith(also));
  const right = others.length === 1 && others[0]?.startsWith(wanted);
  return right ? [] : [{ what: 'said', wanted, got: said.join(' / ') || '(nothing)' }];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
