/**
 * The city's systems in a station's settings. A change of vendor is a new system and a new row with its first day; the
 * old system stays until its dossiers are finished. The shape of before, one system without a name, is still read.
 */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { CodeTableRows } from '../city/codes.ts';
import { LocalDate } from '../domain/person.ts';

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const word = z.string().min(1);

const styleA = { style: z.literal('a'), baseUrl: address, username: word, password: word, unit: word };
const styleB = {
  style: z.literal('b'),
  baseUrl: address,
  clientId: word,
  clientSecret: word,
  /** Code of the unit under which dossier codes are issued. */
  unit: word,
};
const named = {
  /** Kept with each dossier: never change it, and never give it to another system. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  codes: CodeTableRows.default({ units: [], procedures: [] }),
};

const System = z.discriminatedUnion('style', [
  z.strictObject({ ...named, ...styleA }),
  z.strictObject({ ...named, ...styleB }),
]);
export type CitySystemSettings = z.infer<typeof System>;

const names = z.array(word).min(1).optional();
const Row = z.strictObject({
  from: LocalDate,
  system: word,
  /** Codes of competent units. */
  units: names,
  ministries: names,
  /** Fields (lĩnh vực), by name or code. */
  fields: names,
});

/** PEM (SPKI) of an Ed25519 key that signs catalogue and calendar bundles. */
const BundleKey = z.string().refine((pem) => {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
});

const Systems = z
  .strictObject({
    systems: z.array(System).min(1).max(50),
    rows: z.array(Row).min(1).max(5_000),
    bundleKeys: z.array(BundleKey).max(10).default([]),
  })
  .refine(({ systems }) => new Set(systems.map(({ id }) => id)).size === systems.length, {
    path: ['systems'],
  })
  .refine(({ systems, rows }) => rows.every(({ system }) => systems.some(({ id }) => id === system)), {
    path: ['rows'],
  })
  // Whatever comes has somewhere to go.
  .refine(({ rows }) => rows.some((row) => !row.units && !row.ministries && !row.fields), { path: ['rows'] });
export type CitySettings = z.infer<typeof Systems>;

/** The name that the system of the old shape has; a technician who adds a row keeps it. */
const firstSystemId = 'city';

const OneSystem = z.strictObject(styleA).transform((system): CitySettings => ({
  systems: [{ ...system, id: firstSystemId, codes: { units: [], procedures: [] } }],
  rows: [{ from: '2000-01-01', system: firstSystemId }],
  bundleKeys: [],
}));

/** Told apart by `style`, so that a wrong field is named and not the choice of shapes. */
export const CitySettings = z.unknown().transform((value, context): CitySettings => {
  const single = typeof value === 'object' && value !== null && 'style' in value;
  const parsed = (single ? OneSystem : Systems).safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: undefined } as never);
  return z.NEVER;
});
