import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds on the screen as it stands, one line per element. */
export async function violationsOn(page: Page): Promise<string[]> {
  // The strict policy blocks script tags; the driver's own evaluation is not a page script.
  await page.evaluate(source);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.evaluate(settled);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(context: Document, options: object): Promise<{ violations: Violation[] }> };
    };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  );
}

/** A colour half way between two is on the screen for a tenth of a second and is nobody's choice; at most two seconds. */
async function settled(): Promise<void> {
  const ends = document
    .getAnimations()
    .filter((animation) => animation instanceof CSSTransition)
    .map((transition) => transition.finished.catch(() => undefined));
  await Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, 2_000))]);
}
