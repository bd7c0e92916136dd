/** One dossier through the contract, as fast as the machine can: for days, crashes and benches. */
import type { CounterApp } from './counter-app.ts';
import { samplePage, samplePerson } from '../sample-people.ts';
import type { Dossier, Draft } from '../../main/domain/dossier.ts';

export async function signIn(counter: Pick<CounterApp, 'call'>): Promise<void> {
  const session = await counter.call('session.state', {});
  if (session.staff) return;
  if (!session.trainingHint) throw new Error('not in training mode');
  await counter.call('session.signIn', session.trainingHint);
}

/** Adds a file to a paper and waits until its job has ended; returns how many pages are safe. */
export async function addFile(
  counter: Pick<CounterApp, 'page'>,
  request: { draftId: string; componentId: string; name: string; bytes: Uint8Array },
): Promise<{ outcome: string; code: string | null; pagesKept: number }> {
  return await counter.page.evaluate(
    async ({ bytes, ...place }) =>
      await new Promise((resolve, reject) => {
        let jobId: string | null = null;
        const ended = new Map<string, { outcome: string; code: string | null; pagesKept: number }>();
        const off = window.motCua.onEvent((event) => {
          if (event.type !== 'job.ended') return;
          ended.set(event.jobId, {
            outcome: event.outcome,
            code: event.error?.code ?? null,
            pagesKept: event.pagesKept,
          });
          finish();
        });
        const finish = () => {
          const result = jobId ? ended.get(jobId) : undefined;
          if (!result) return;
          off();
          resolve(result);
        };
        setTimeout(() => reject(new Error('the job did not end in 120 s')), 120_000);
        void window.motCua
          .call('capture.addFile', { ...place, bytes: Uint8Array.from(bytes) })
          .then((started) => {
            if (!started.ok) resolve({ outcome: 'refused', code: started.error.code, pagesKept: 0 });
            else {
              jobId = started.value.jobId;
              finish();
            }
          });
      }),
    // Typed arrays do not survive the test driver's protocol; plain numbers do.
    { ...request, bytes: [...request.bytes] },
  );
}

/** From an empty draft to the accepted dossier number `n`, `pages` pages in its first digitized paper. */
export async function takeIn(
  counter: Pick<CounterApp, 'call' | 'page'>,
  n: number,
  { procedureCode = '1.004194', pages = 1 } = {},
): Promise<Dossier> {
  let draft: Draft = await counter.call('intake.start', {});
  const at = () => ({ draftId: draft.id, revision: draft.revision });
  draft = await counter.call('intake.setPeople', {
    ...at(),
    applicant: samplePerson(n),
    owner: null,
    authorised: null,
    helper: null,
  });
  const procedure = await counter.call('catalogue.procedure', { code: procedureCode });
  const [first] = procedure.cases;
  if (!first) throw new Error('a procedure without a case');
  draft = await counter.call('intake.setProcedure', { ...at(), procedureCode, caseId: first.id });
  for (const component of draft.components.filter((each) => each.applies)) {
    const paper = procedure.components.find((each) => each.id === component.componentId);
    draft = await counter.call('intake.setComponent', {
      ...at(),
      componentId: component.componentId,
      change: {
        received: true,
        receivedAs: paper?.kind ?? 'original',
        copies: Math.max(1, paper?.copies ?? 1),
      },
    });
    if (!paper?.digitize) continue;
    for (let page = 0; page < pages; page += 1) {
      const added = await addFile(counter, {
        draftId: draft.id,
        componentId: component.componentId,
        name: `trang-${page}.jpg`,
        bytes: await samplePage(n * 31 + page),
      });
      if (added.outcome !== 'done') throw new Error(`page not kept: ${added.code}`);
    }
    draft = await counter.call('intake.open', { draftId: draft.id });
  }
  return await counter.call('intake.accept', at());
}
