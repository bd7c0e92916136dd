/** What the main thread and the paper worker say to each other. */
import type { Form01Input } from './form01-text.ts';
import type { ReportInput } from './report-paper.ts';
import type { SeparatorInput } from './separator-paper.ts';

export type PaperRequest =
  | { readonly id: number; readonly form01: Form01Input }
  | { readonly id: number; readonly report: ReportInput }
  | { readonly id: number; readonly separator: SeparatorInput };

/** `pdf` null: the worker could not draw this paper, and goes on. */
export interface PaperAnswer {
  readonly id: number;
  readonly pdf: Uint8Array | null;
}

export interface PaperWorkerData {
  readonly fontFolder: string;
}
