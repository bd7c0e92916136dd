import { z } from 'zod';
import { LocalDate } from './person.ts';

/** How sure the data is. `unknown` is never shown as "free" or "no". */
export const Confidence = z.enum(['high', 'medium-high', 'medium', 'medium-low', 'low', 'unknown']);
export type Confidence = z.infer<typeof Confidence>;

/** How a paper is handed over: tờ khai, bản chính, bản sao chứng thực, bản chụp, xuất trình, bản điện tử. */
export const componentKinds = [
  'form',
  'original',
  'certified_copy',
  'copy',
  'present',
  'electronic',
] as const;
export const ComponentKind = z.enum(componentKinds);
export type ComponentKind = z.infer<typeof ComponentKind>;

/** One paper of a procedure (thành phần hồ sơ). */
export const ProcedureComponent = z.object({
  /** Stable within the procedure, e.g. `1.001193-02`. */
  id: z.string(),
  name: z.string(),
  kind: ComponentKind,
  /** Number of copies asked for; 0 for papers that are only presented. */
  copies: z.number().int().min(0),
  required: z.boolean(),
  /** False for papers that the law keeps out of digitization (TT 01/2023/TT-VPCP Art. 4). */
  digitize: z.boolean(),
  /** When it is needed, in words; null = always. */
  condition: z.string().nullable(),
  /** Where the city may already have the same data, in words. */
  reuseFrom: z.string().nullable(),
});
export type ProcedureComponent = z.infer<typeof ProcedureComponent>;

/** A case (trường hợp): it may narrow the papers and the fee. */
export const ProcedureCase = z.object({
  /** Two digits, `01`…; with the procedure code it makes the case code `1.001193.01`. */
  id: z.string().regex(/^\d{2}$/),
  name: z.string(),
  /** Papers that this case turns from conditional into required. */
  requires: z.array(z.string()),
  /** Papers that do not belong to this case. */
  excludes: z.array(z.string()),
  /** Labels of the fee items that apply; null = all items of the procedure. */
  feeItems: z.array(z.string()).nullable(),
});
export type ProcedureCase = z.infer<typeof ProcedureCase>;

/** Longest term in any unit; a larger one is a slip of the pen, not a law. */
export const longestTerm = 3650;

export const DeadlineRule = z.object({
  unit: z.enum(['in_day', 'hour', 'working_day', 'day', 'varies', 'season', 'unknown']),
  value: z.number().min(0).max(longestTerm).nullable(),
  /** Hour of day after which "in the day" becomes the next working day; 15 = strictly after 15:00:00. */
  cutoffHour: z.number().int().min(0).max(23).nullable(),
  /** The longer term when verification is needed, in words. */
  extended: z.string().nullable(),
  note: z.string().nullable(),
  confidence: Confidence,
});
export type DeadlineRule = z.infer<typeof DeadlineRule>;

export const FeeItem = z.object({
  label: z.string(),
  /** Đồng, integer. */
  amount: z.number().int().min(0),
  /** What one unit is: lần, bản, trang, trường hợp. */
  unit: z.string(),
  /** The first and last (null = open) unit that this price holds for, e.g. pages 1–2; absent = all of them. */
  tier: z.object({ from: z.number().int().min(1), to: z.number().int().min(1).nullable() }).optional(),
});
export type FeeItem = z.infer<typeof FeeItem>;

/** A fee that is counted per copy: so many units in one copy, capped, times the number of copies. */
export const FeeCap = z.object({
  /** Đồng that one copy costs at most. */
  amount: z.number().int().min(0),
  /** Under which label the number of units in one copy is asked for, e.g. "Số trang". */
  unitsLabel: z.string(),
  /** Under which label the number of copies is asked for, e.g. "Số bản". */
  copiesLabel: z.string(),
  /** How the reduction is called on the fee list. */
  label: z.string(),
});
export type FeeCap = z.infer<typeof FeeCap>;

export const FeeRule = z.object({
  /** False: nobody has told us; shown as "chưa rõ", never as free. */
  known: z.boolean(),
  /** True only where the source says that it is free. */
  free: z.boolean(),
  items: z.array(FeeItem),
  /** Groups of people who do not pay. */
  exempt: z.array(z.string()),
  /** Đồng when filed online, where different. */
  onlineAmount: z.number().int().min(0).nullable(),
  /** Highest price of one copy, where the tariff names one. */
  cap: FeeCap.nullable().optional(),
  note: z.string().nullable(),
  confidence: Confidence,
});
export type FeeRule = z.infer<typeof FeeRule>;

/** An administrative procedure (thủ tục hành chính) in one dated version. */
export const Procedure = z.object({
  code: z.string(),
  name: z.string(),
  group: z.string(),
  /** Lĩnh vực. */
  field: z.string(),
  /** Mã lĩnh vực, where known. */
  fieldCode: z.string().nullable(),
  ministry: z.string(),
  competentLevel: z.string(),
  cases: z.array(ProcedureCase).min(1),
  components: z.array(ProcedureComponent).min(1),
  deadline: DeadlineRule,
  fee: FeeRule,
  result: z.string(),
  aliases: z.array(z.string()),
  delivery: z.array(z.enum(['direct', 'post', 'electronic'])),
  presenceRequired: z.string().nullable(),
  notes: z.string().nullable(),
  confidence: z.object({ code: Confidence, name: Confidence, documents: Confidence }),
  /** First and last day (inclusive) on which this version is in force; null = open. */
  effectiveFrom: LocalDate,
  effectiveTo: LocalDate.nullable(),
});
export type Procedure = z.infer<typeof Procedure>;
