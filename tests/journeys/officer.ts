/**
 * An officer at the counter, with the keyboard only (cards come from the virtual reader of the training dock). Each method
 * ends when the screen shows that its step is done.
 */
import type { Page } from 'playwright';

export type Look = (name: string) => Promise<void>;

export interface Officer {
  signIn(): Promise<void>;
  startDossier(): Promise<void>;
  scanCard(label: string): Promise<void>;
  chooseProcedure(words: string, name: string): Promise<void>;
  receiveAllPapers(): Promise<void>;
  /** From any screen to the capture step of a new dossier of the card's holder, all its papers received. */
  toCapture(label: string): Promise<void>;
  /** Scans every paper that is to be digitized, one after the other, until none waits. */
  scanPapers(): Promise<void>;
  toReview(): Promise<void>;
  accept(): Promise<string>;
  print(paper: 'form01' | 'slip'): Promise<void>;
}

const patience = { timeout: 30_000 };

/** Keys as fast as a quick typist's: at a machine's pace they would be a scan. */
export const personsPace = { delay: 45 };

/** `look` is called at each screen worth a picture. */
export function officerAt(page: Page, look: Look): Officer {
  const { keyboard } = page;
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });

  async function openCapture(): Promise<void> {
    await keyboard.press('Alt+4');
    await heading('Quét giấy tờ').waitFor(patience);
  }

  const officer: Officer = {
    async signIn() {
      await page.getByLabel('Mã cán bộ').waitFor(patience);
      await look('sign-in');
      await keyboard.type('CB001', personsPace);
      await keyboard.press('Tab');
      await keyboard.type('246810', personsPace);
      await keyboard.press('Enter');
      await heading('Quầy tiếp nhận').waitFor(patience);
      await look('home');
    },

    async startDossier() {
      await keyboard.press('F2');
      await heading('Người nộp hồ sơ').waitFor(patience);
    },

    async scanCard(label) {
      await keyboard.press('F10');
      const card = page.getByRole('button', { name: `Quét thẻ: ${label}` });
      await card.waitFor(patience);
      await look('training-dock');
      await card.focus();
      await keyboard.press('Enter');
      await page.waitForFunction(
        () => [...document.querySelectorAll('input')].some((input) => /^\d{12}$/.test(input.value)),
        undefined,
        patience,
      );
      await keyboard.press('F10');
      await look('applicant');
    },

    async chooseProcedure(words, name) {
      await keyboard.press('Alt+2');
      await page.getByRole('searchbox').waitFor(patience);
      await keyboard.type(words, personsPace);
      await page.getByRole('option', { name }).first().waitFor(patience);
      await keyboard.press('ArrowDown');
      await page.getByRole('heading', { name }).first().waitFor(patience);
      await look('procedure');
      await keyboard.press('Enter');
      await heading('Kiểm thành phần hồ sơ').waitFor(patience);
    },

    async receiveAllPapers() {
      await keyboard.press('Control+Shift+A');
      await page.waitForFunction(
        () => document.querySelectorAll('input[type=checkbox]:checked').length > 0,
        undefined,
        patience,
      );
      await look('checklist');
    },

    async toCapture(label) {
      await keyboard.press('Alt+H');
      await heading('Quầy tiếp nhận').waitFor(patience);
      await officer.startDossier();
      await officer.scanCard(label);
      await officer.chooseProcedure('tam tru', 'Đăng ký tạm trú');
      await officer.receiveAllPapers();
      await openCapture();
    },

    async scanPapers() {
      await openCapture();
      const papers = page.getByRole('option', { name: /Chưa quét/ });
      for (let papersDone = 0; papersDone < 20 && (await papers.count()) > 0; papersDone += 1) {
        const waiting = await papers.count();
        await keyboard.press('F8');
        await page.waitForFunction(
          (before) =>
            [...document.querySelectorAll('[role=option]')].filter((each) =>
              /Chưa quét/.test(each.textContent ?? ''),
            ).length < before,
          waiting,
          patience,
        );
        await page
          .getByText(/^Đã lưu an toàn \d+ trang$/)
          .first()
          .waitFor(patience);
        await look(`capture-${papersDone + 1}`);
        await keyboard.press(']');
      }
    },

    async toReview() {
      await keyboard.press('Alt+5');
      await heading('Xem lại và tiếp nhận').waitFor(patience);
      await page.getByText('Hồ sơ đủ điều kiện tiếp nhận').waitFor(patience);
      await look('review');
    },

    async accept() {
      await keyboard.press('F9');
      await heading('Đã tiếp nhận').waitFor(patience);
      await page
        .getByRole('img', { name: /trang 1$/ })
        .first()
        .waitFor(patience);
      await look('receipt');
      return (await page.locator('.rec-code').innerText()).trim();
    },

    async print(paper) {
      await keyboard.press(paper === 'form01' ? 'Control+P' : 'Control+Shift+P');
      const done = paper === 'form01' ? 'Đã in xong Giấy tiếp nhận và hẹn trả' : 'Đã in xong Phiếu';
      await page.getByText(done, { exact: true }).waitFor(patience);
      await look(`printed-${paper}`);
    },
  };
  return officer;
}
