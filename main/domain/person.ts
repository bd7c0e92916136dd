import { z } from 'zod';

/**
 * How an identity was established, weakest first. A record never claims more than was done:
 * "chip-read" is not "chip-verified" (passive authentication passed), and neither is assumed from a QR.
 */
export const identitySources = ['typed', 'qr', 'mrz', 'chip-read', 'chip-verified'] as const;
export const IdentitySource = z.enum(identitySources);
export type IdentitySource = z.infer<typeof IdentitySource>;

/** Calendar day, `yyyy-mm-dd`. */
export const LocalDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export type LocalDate = z.infer<typeof LocalDate>;

const text = (max: number) => z.string().max(max);

/** A natural person as known to the counter. Names and addresses are NFC. */
export const Person = z.object({
  fullName: text(120),
  /** Twelve-digit personal number (số định danh cá nhân), or another paper's number as printed. */
  idNumber: text(20).nullable(),
  idKind: z.enum(['cccd', 'cmnd', 'passport', 'other']),
  /** The nine-digit number of an old identity card, when the CCCD names one. */
  oldIdNumber: text(20).nullable(),
  /** `yyyy-mm-dd`, or only `yyyy` where the day is not known (old records). */
  birthDate: z
    .string()
    .regex(/^\d{4}(-\d{2}-\d{2})?$/)
    .nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  address: text(300),
  phone: text(20).nullable(),
  email: text(120).nullable(),
  source: IdentitySource,
});
export type Person = z.infer<typeof Person>;

/** The one who helps to file (cộng tác viên, đại lý): never the applicant, so a different shape. */
export const Helper = z.object({ fullName: text(120), agencyCode: text(40) });
export type Helper = z.infer<typeof Helper>;

/**
 * The separate people of a dossier. `owner` null means: the person filing is the owner. The receiving officer is a
 * staff member and is kept by id with the dossier.
 */
export const DossierPeople = z.object({
  /** Người nộp. */
  applicant: Person.nullable(),
  /** Chủ hồ sơ. */
  owner: Person.nullable(),
  /** Người được ủy quyền, when the applicant files under an authorisation. */
  authorised: Person.nullable(),
  /** Người hỗ trợ. */
  helper: Helper.nullable(),
});
export type DossierPeople = z.infer<typeof DossierPeople>;
