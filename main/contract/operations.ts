/**
 * The contract: everything that a window may ask of the main process. Types for the renderer, handlers for main, the
 * preload's allow-list and the negative tests are all derived from this one value.
 */
import { z } from 'zod';
import { Helper, Person } from '../domain/person.ts';
import { ComponentState, Delivery, Dossier, Draft, Rotation } from '../domain/dossier.ts';
import { operation } from './define.ts';
import {
  DossierSummary,
  DraftSummary,
  OutboxItemView,
  PrinterView,
  ProcedureSummary,
  ProcedureView,
  ReviewView,
  ScanView,
  ScannerView,
  SessionView,
  StaffView,
  StatusView,
  UnitView,
} from './views.ts';

const counters = ['counter', 'agency'] as const;
const id = z.string().min(1).max(64);
const nothing = z.object({});
const Bytes = z.instanceof(Uint8Array);
const Job = z.object({ jobId: id });
const draftChange = { draftId: id, revision: z.number().int().min(0) };
const draftErrors = ['not-found', 'draft-changed-elsewhere', 'draft-closed', 'disk-full'] as const;

/** Largest file that may come in through a window, bytes. */
export const maxFileBytes = 100 * 1024 * 1024;

export const contract = {
  // --- session -----------------------------------------------------------------------------------------------------
  'session.state': operation({ roles: counters, staff: 'none', input: nothing, output: SessionView, errors: [] }),
  'session.unlock': operation({
    roles: counters,
    staff: 'none',
    /** Opens the store, or, when it is new, chooses the passphrase. */
    input: z.object({ passphrase: z.string().min(1).max(200) }),
    output: SessionView,
    errors: [
      'wrong-passphrase',
      'passphrase-too-weak',
      'store-damaged',
      'wrong-key',
      'events-tampered',
      'disk-full',
    ],
  }),
  'session.firstStaff': operation({
    roles: counters,
    staff: 'none',
    /** The first administrator; refused as soon as any staff exists. */
    input: z.object({
      code: z.string().min(2).max(20),
      fullName: z.string().min(2).max(120),
      title: z.string().max(120),
      pin: z.string().min(1).max(64),
    }),
    output: SessionView,
    errors: ['staff-exists', 'pin-too-weak', 'store-locked'],
  }),
  'session.signIn': operation({
    roles: counters,
    staff: 'none',
    input: z.object({ code: z.string().min(1).max(20), pin: z.string().min(1).max(64) }),
    output: SessionView,
    errors: ['sign-in-failed', 'locked-out', 'store-locked'],
  }),
  'session.signOut': operation({ roles: counters, staff: 'any', input: nothing, output: SessionView, errors: [] }),
  'admin.addStaff': operation({
    roles: counters,
    staff: 'admin',
    input: z.object({
      code: z.string().min(2).max(20),
      fullName: z.string().min(2).max(120),
      title: z.string().max(120),
      pin: z.string().min(1).max(64),
      admin: z.boolean(),
    }),
    output: StaffView,
    errors: ['staff-exists', 'pin-too-weak'],
  }),
  'status.get': operation({ roles: counters, staff: 'none', input: nothing, output: StatusView, errors: [] }),
  'shell.openWindow': operation({ roles: counters, staff: 'any', input: nothing, output: nothing, errors: [] }),

  // --- catalogue and codes ---------------------------------------------------------------------------------------------
  'catalogue.search': operation({
    roles: counters,
    staff: 'any',
    /** Empty text lists the most used ones. Diacritics, đ/d and hoà/hòa do not matter; codes and everyday names work. */
    input: z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(100) }),
    output: z.object({ items: z.array(ProcedureSummary), version: z.string() }),
    errors: [],
  }),
  'catalogue.procedure': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ code: z.string().max(40) }),
    output: ProcedureView,
    errors: ['not-found', 'procedure-not-in-force'],
  }),
  'catalogue.units': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ text: z.string().max(100), limit: z.number().int().min(1).max(200) }),
    output: z.object({ items: z.array(UnitView) }),
    errors: [],
  }),
  'identity.read': operation({
    roles: counters,
    staff: 'any',
    /** Raw text of a scanner, as typed by a keyboard wedge. */
    input: z.object({ text: z.string().max(8000) }),
    output: ScanView,
    errors: [],
  }),

  // --- intake ----------------------------------------------------------------------------------------------------------
  'intake.start': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: Draft,
    errors: ['disk-full'],
  }),
  'intake.drafts': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(DraftSummary) }),
    errors: [],
  }),
  'intake.open': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ draftId: id }),
    output: Draft,
    errors: ['not-found', 'draft-closed'],
  }),
  'intake.setPeople': operation({
    roles: counters,
    staff: 'any',
    input: z.object({
      ...draftChange,
      applicant: Person.nullable(),
      owner: Person.nullable(),
      authorised: Person.nullable(),
      helper: Helper.nullable(),
    }),
    output: Draft,
    errors: draftErrors,
  }),
  'intake.setProcedure': operation({
    roles: counters,
    staff: 'any',
    /** Chooses procedure and case and lays out the checklist; pages of papers that stay are kept. */
    input: z.object({ ...draftChange, procedureCode: z.string().max(40), caseId: z.string().max(4) }),
    output: Draft,
    errors: [...draftErrors, 'procedure-not-in-force'],
  }),
  'intake.setComponent': operation({
    roles: counters,
    staff: 'any',
    input: z.object({
      ...draftChange,
      componentId: id,
      change: ComponentState.pick({
        applies: true,
        received: true,
        receivedAs: true,
        copies: true,
        reused: true,
        note: true,
      }).partial(),
    }),
    output: Draft,
    errors: draftErrors,
  }),
  'intake.setDetails': operation({
    roles: counters,
    staff: 'any',
    input: z.object({
      ...draftChange,
      change: Draft.pick({
        sets: true,
        exemption: true,
        feeQuantities: true,
        competentUnit: true,
        note: true,
      })
        .extend({ delivery: Delivery })
        .partial(),
    }),
    output: Draft,
    errors: draftErrors,
  }),
  'intake.review': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ draftId: id }),
    output: ReviewView,
    errors: ['not-found', 'draft-closed'],
  }),
  'intake.accept': operation({
    roles: counters,
    staff: 'any',
    /**
     * Turns the draft into an accepted dossier. Returns once it is durable; waits a short while for the city's code.
     * Calling it again for the same draft returns the same dossier.
     */
    input: z.object({ ...draftChange }),
    output: Dossier,
    errors: [
      ...draftErrors,
      'review-incomplete',
      'clock-skewed',
      'procedure-changed',
      'page-damaged',
      'worker-lost',
    ],
  }),
  'intake.discard': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ ...draftChange, reason: z.string().min(1).max(300) }),
    output: nothing,
    errors: draftErrors,
  }),

  // --- capture ---------------------------------------------------------------------------------------------------------
  'capture.scanners': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(ScannerView) }),
    errors: ['timed-out'],
  }),
  'capture.scan': operation({
    roles: counters,
    staff: 'any',
    /** Scans into a paper; pages arrive as `draft.changed` events. `replacePageId` rescans one page. */
    input: z.object({
      draftId: id,
      componentId: id,
      scannerId: id,
      source: z.enum(['flatbed', 'feeder', 'feeder-duplex']),
      dpi: z.union([z.literal(200), z.literal(300)]),
      replacePageId: id.nullable(),
    }),
    output: Job,
    errors: ['not-found', 'draft-closed', 'scanner-busy', 'scanner-absent'],
  }),
  'capture.addFile': operation({
    roles: counters,
    staff: 'any',
    /** Adds the pages of a PDF, JPEG, PNG or TIFF; at most `maxFileBytes`. */
    input: z.object({
      draftId: id,
      componentId: id,
      name: z.string().min(1).max(400),
      bytes: Bytes.refine((bytes) => bytes.byteLength <= maxFileBytes),
    }),
    output: Job,
    errors: ['not-found', 'draft-closed', 'file-empty', 'file-type-unknown', 'file-too-large', 'disk-full'],
  }),
  'capture.pageImage': operation({
    roles: counters,
    staff: 'any',
    /** JPEG bytes of a page of a draft or dossier, unrotated. */
    input: z.object({ ownerId: id, pageId: id, size: z.enum(['thumb', 'full']) }),
    output: z.object({ mime: z.string(), bytes: Bytes }),
    errors: ['not-found', 'page-damaged'],
  }),
  'capture.rotatePage': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ ...draftChange, pageId: id, rotation: Rotation }),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.movePage': operation({
    roles: counters,
    staff: 'any',
    /** To a place (0-based) in the same paper or another one. */
    input: z.object({
      ...draftChange,
      pageId: id,
      toComponentId: id,
      toIndex: z.number().int().min(0).max(2000),
    }),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.deletePage': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ ...draftChange, pageId: id }),
    output: Draft,
    errors: draftErrors,
  }),
  'capture.restorePage': operation({
    roles: counters,
    staff: 'any',
    /** Takes the last deletion of a page back. */
    input: z.object({ ...draftChange, pageId: id }),
    output: Draft,
    errors: draftErrors,
  }),
  'job.cancel': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ jobId: id }),
    output: nothing,
    errors: ['not-found'],
  }),

  // --- dossiers and papers -------------------------------------------------------------------------------------------------
  'dossier.list': operation({
    roles: counters,
    staff: 'any',
    /** Newest first. Text finds codes, names without diacritics, numbers. */
    input: z.object({
      text: z.string().max(200),
      limit: z.number().int().min(1).max(200),
      before: z.number().int().nullable(),
    }),
    output: z.object({ items: z.array(DossierSummary), total: z.number().int() }),
    errors: [],
  }),
  'dossier.get': operation({
    roles: counters,
    staff: 'any',
    input: z.object({ dossierId: id }),
    output: Dossier,
    errors: ['not-found'],
  }),
  'dossier.paper': operation({
    roles: counters,
    staff: 'any',
    /** A paper as it will print: `form01` = giấy tiếp nhận hồ sơ (PDF and a PNG a page), `slip` = the ticket roll. */
    input: z.object({ dossierId: id, paper: z.enum(['form01', 'slip']) }),
    output: z.object({ pdf: Bytes.nullable(), pages: z.array(Bytes) }),
    errors: ['not-found', 'worker-lost'],
  }),
  'printing.printers': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(PrinterView) }),
    errors: ['timed-out'],
  }),
  'printing.print': operation({
    roles: counters,
    staff: 'any',
    /** Silent print. A second print of the same paper is marked "in lại" and needs a reason. */
    input: z.object({
      dossierId: id,
      paper: z.enum(['form01', 'slip']),
      printerId: id.nullable(),
      reprintReason: z.string().max(200).nullable(),
    }),
    output: z.object({ outcome: z.enum(['confirmed', 'unknown']) }),
    errors: [
      'not-found',
      'note-required',
      'printer-absent',
      'printer-busy',
      'printer-paper-out',
      'printer-cover-open',
      'printer-failed',
      'timed-out',
      'worker-lost',
    ],
  }),

  // --- city ------------------------------------------------------------------------------------------------------------
  'sync.items': operation({
    roles: counters,
    staff: 'any',
    input: nothing,
    output: z.object({ items: z.array(OutboxItemView) }),
    errors: [],
  }),
  'sync.retryNow': operation({ roles: counters, staff: 'any', input: nothing, output: nothing, errors: [] }),

  // --- training dock (refused outside training mode) -------------------------------------------------------------------
  'training.cards': operation({
    roles: counters,
    staff: 'none',
    input: nothing,
    output: z.object({ items: z.array(z.object({ label: z.string(), payload: z.string() })) }),
    errors: ['not-in-training'],
  }),
  'training.city': operation({
    roles: counters,
    staff: 'none',
    /** Stops or starts the simulated city. */
    input: z.object({ running: z.boolean() }),
    output: nothing,
    errors: ['not-in-training', 'timed-out'],
  }),
  'training.scanner': operation({
    roles: counters,
    staff: 'none',
    /** Arms one fault of the virtual scanner, or none. */
    input: z.object({ fault: z.enum(['none', 'absent', 'busy', 'jam', 'empty']) }),
    output: nothing,
    errors: ['not-in-training'],
  }),
  'training.lastSlip': operation({
    roles: counters,
    staff: 'none',
    /** The last slip as the virtual printer decoded it from its bytes, PNG. */
    input: nothing,
    output: z.object({ png: Bytes.nullable() }),
    errors: ['not-in-training'],
  }),
};

export type Contract = typeof contract;
export type OperationName = keyof Contract;
export type InputOf<Name extends OperationName> = z.input<Contract[Name]['input']>;
export type OutputOf<Name extends OperationName> = z.output<Contract[Name]['output']>;
export const operationNames = Object.keys(contract) as OperationName[];
