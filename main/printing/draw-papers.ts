/** Draws the papers of a dossier: the receipt as PDF, the slip as dots, and both as pictures to look at. */
import type { SlipItem } from '../../native-bridge/contract-slip.ts';
import type { BridgeClient, BridgeOutcome } from '../../native-bridge/contract.ts';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import type { OutputOf } from '../contract/operations.ts';
import type { Dossier, Instant } from '../domain/dossier.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { PrintRecord, Store } from '../store/ports.ts';
import { printedCode, type Form01Input, type PrintPlace } from './form01-text.ts';
import type { PaperRenderer } from './paper-renderer.ts';
import { slipItems, slipMarginPx } from './slip.ts';

/** What a paper says beyond the dossier's own record. */
export interface DossierDescription {
  readonly componentNames: Form01Input['componentNames'];
  readonly place: PrintPlace;
  /** Name of the competent unit; left out when not known. */
  readonly competentUnitName?: string | null;
}

export interface DrawingParts {
  readonly store: Pick<Store, 'staff'>;
  readonly imaging: BridgeClient<'imaging'>;
  readonly papers: Pick<PaperRenderer, 'form01' | 'separator'>;
  readonly now: () => Instant;
  readonly describe: (dossier: Dossier) => DossierDescription;
  /** Marks every paper as worthless. */
  readonly training: boolean;
  /** Paper of the receipt; A5 unless told. */
  readonly receiptPaper?: Form01Input['paper'];
  /** Dots across the slip printer's roll; 576 (80 mm) unless told. */
  readonly slipWidthPx?: 384 | 576;
}

const drawTimeoutMs = 20_000;
const previewDpi = 110;
const maxPreviewPages = 60;

export type Reprint = Form01Input['reprint'];

/** Ready to be sent: nothing can fail any more but the printer itself. */
export type Drawn =
  | { readonly kind: 'paper'; readonly pdf: Uint8Array; readonly title: string }
  | {
      readonly kind: 'slip';
      readonly bitmap: Uint8Array;
      readonly widthPx: number;
      readonly heightPx: number;
    };

export interface Drawing {
  draw(dossier: Dossier, paper: PrintRecord['paper'], reprint: Reprint): Promise<Result<Drawn, ErrorCode>>;
  /** The paper as first issued, without a reprint mark. */
  preview(
    dossier: Dossier,
    paper: PrintRecord['paper'],
  ): Promise<Result<OutputOf<'dossier.paper'>, ErrorCode>>;
}

export function createDrawing(parts: DrawingParts): Drawing {
  const { store, imaging, papers } = parts;
  const slipWidthPx = parts.slipWidthPx ?? 576;

  function form01Input(dossier: Dossier, reprint: Reprint): Form01Input {
    return {
      dossier,
      competentUnitName: null,
      ...parts.describe(dossier),
      officerCode: store.staff.byId(dossier.officerId)?.code ?? dossier.officerId,
      issuedAt: parts.now(),
      paper: parts.receiptPaper ?? 'a5',
      training: parts.training,
      reprint,
    };
  }

  async function drawSlip(
    dossier: Dossier,
    reprint: Reprint,
  ): Promise<Result<Extract<Drawn, { kind: 'slip' }> & { readonly png: Uint8Array }, ErrorCode>> {
    const items: SlipItem[] = slipItems({ ...form01Input(dossier, reprint), widthPx: slipWidthPx });
    const drawn = await imaging.call(
      'drawSlip',
      { widthPx: slipWidthPx, marginPx: slipMarginPx, items },
      [],
      {
        timeoutMs: drawTimeoutMs,
      },
    );
    if (!drawn.ok) return failed(drawn);
    const [bitmap, png] = drawn.bodies;
    if (!bitmap || !png) return fail('worker-lost');
    return ok({ kind: 'slip', bitmap, png, ...drawn.value });
  }

  async function draw(
    dossier: Dossier,
    paper: PrintRecord['paper'],
    reprint: Reprint,
  ): Promise<Result<Drawn, ErrorCode>> {
    if (paper === 'slip') return drawSlip(dossier, reprint);
    const pdf = await papers.form01(form01Input(dossier, reprint));
    return pdf.ok ? ok({ kind: 'paper', pdf: pdf.value, title: printedCode(dossier) }) : pdf;
  }

  return {
    draw,

    async preview(dossier, paper) {
      if (paper === 'slip') {
        const slip = await drawSlip(dossier, null);
        return slip.ok ? ok({ pdf: null, pages: [slip.value.png] }) : slip;
      }
      const pdf = await papers.form01(form01Input(dossier, null));
      if (!pdf.ok) return pdf;
      const options = { timeoutMs: drawTimeoutMs };
      const shown = await imaging.call(
        'renderPdf',
        { dpi: previewDpi, maxPages: maxPreviewPages },
        [pdf.value],
        options,
      );
      return shown.ok ? ok({ pdf: pdf.value, pages: [...shown.bodies] }) : failed(shown);
    },
  };
}

function errorCode(code: string): ErrorCode {
  return errorCodes.find((known) => known === code) ?? 'printer-failed';
}

/** What a device process answers, as a failure that the screen has words for. */
export function failed<Value>(
  outcome: Extract<BridgeOutcome<Value>, { ok: false }>,
): Result<never, ErrorCode> {
  return fail(errorCode(outcome.error.code), outcome.error.details);
}
