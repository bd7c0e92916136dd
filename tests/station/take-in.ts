/** Steps of an officer's work through the contract. */
import type { Draft } from '../../main/domain/dossier.ts';
import { samplePage, samplePerson } from '../sample-people.ts';
import type { HeadlessStation, JobEnd } from './headless-station.ts';

/** A draft with an applicant and a procedure, all its papers received and none captured yet. */
export async function preparedDraft(
  station: HeadlessStation,
  n: number,
  procedureCode = '1.004194',
): Promise<{ draft: Draft; toCapture: string[] }> {
  let draft = await station.call('intake.start', {});
  const at = () => ({ draftId: draft.id, revision: draft.revision });
  draft = await station.call('intake.setPeople', {
    ...at(),
    applicant: samplePerson(n),
    owner: null,
    authorised: null,
    helper: null,
  });
  const procedure = await station.call('catalogue.procedure', { code: procedureCode });
  const [first] = procedure.cases;
  if (!first) throw new Error('a procedure without a case');
  draft = await station.call('intake.setProcedure', { ...at(), procedureCode, caseId: first.id });
  const toCapture: string[] = [];
  for (const component of draft.components.filter((each) => each.applies)) {
    const paper = procedure.components.find((each) => each.id === component.componentId);
    if (!paper) continue;
    draft = await station.call('intake.setComponent', {
      ...at(),
      componentId: component.componentId,
      change: { received: true, receivedAs: paper.kind, copies: Math.max(1, paper.copies) },
    });
    if (paper.digitize) toCapture.push(component.componentId);
  }
  return { draft, toCapture };
}

/** Adds a file to a paper and waits for the end of its job. */
export async function addFile(
  station: HeadlessStation,
  place: { readonly draftId: string; readonly componentId: string },
  name: string,
  bytes: Uint8Array,
): Promise<JobEnd> {
  const { jobId } = await station.call('capture.addFile', { ...place, name, bytes });
  return await station.jobEnd(jobId);
}

/** A draft that may be accepted: one page in every paper that is to be digitized. */
export async function readyDraft(
  station: HeadlessStation,
  n: number,
  procedureCode?: string,
): Promise<Draft> {
  const { draft, toCapture } = await preparedDraft(station, n, procedureCode);
  for (const componentId of toCapture) {
    const end = await addFile(station, { draftId: draft.id, componentId }, 'trang.jpg', await samplePage(n));
    if (end.outcome !== 'done') throw new Error(`page not kept: ${end.error?.code}`);
  }
  return await station.call('intake.open', { draftId: draft.id });
}
