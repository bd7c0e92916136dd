import { layOutChecklist } from '../../../main/domain/checklist.ts';
import type { ComponentState, Draft, KeptFile, Page } from '../../../main/domain/dossier.ts';
import type { Procedure } from '../../../main/domain/procedure.ts';
import { nguyenVanAn } from '../../sample-people.ts';

/** Monday 23/11/2026, 09:00 in the city. */
export const monday = Date.parse('2026-11-23T09:00:00+07:00');

export function page(id: string, change: Partial<Page> = {}): Page {
  return {
    id,
    imageBlob: `image-${id}`,
    thumbBlob: `thumb-${id}`,
    widthPx: 1654,
    heightPx: 2339,
    dpi: 200,
    rotation: 0,
    source: 'scanner',
    pdf: null,
    capturedAt: monday,
    ...change,
  };
}

export function keptFile(id: string, pageCount: number): KeptFile {
  return {
    id,
    blob: `blob-${id}`,
    name: 'giay-to.pdf',
    mime: 'application/pdf',
    bytes: 1000,
    sha256: '0'.repeat(64),
    signed: true,
    pageCount,
  };
}

/** A draft of a synthetic citizen, with the checklist laid out and nothing done yet. */
export function draftFor(procedure: Procedure | null, caseId: string | null): Draft {
  return {
    id: 'draft-1',
    revision: 0,
    createdAt: monday,
    updatedAt: monday,
    officerId: 'officer-1',
    people: {
      applicant: { ...nguyenVanAn, phone: null, email: null },
      owner: null,
      authorised: null,
      helper: null,
    },
    procedureCode: procedure?.code ?? null,
    caseId,
    catalogueVersion: 'test',
    components: procedure ? layOutChecklist(procedure, caseId, []) : [],
    delivery: { method: 'counter', address: '' },
    sets: 1,
    exemption: null,
    feeQuantities: {},
    competentUnit: '00004',
    note: '',
  };
}

export function withComponent(draft: Draft, componentId: string, change: Partial<ComponentState>): Draft {
  return {
    ...draft,
    components: draft.components.map((state) =>
      state.componentId === componentId ? { ...state, ...change } : state,
    ),
  };
}
