/** What papers say beyond the dossier's own record: names of papers, place, hotlines. */
import type { Catalogue } from '../catalogue/index.ts';
import type { Dossier } from '../domain/dossier.ts';
import type { DossierDescription } from '../printing/draw-papers.ts';

/** Telephone numbers of the city and of the Centre, for every paper (KH 68/KH-TTPVHCC: printed and shown everywhere). */
const hotlines = ['1022', '19001009'];

/** As every paper of the Centre names it. */
export const centreName = 'Trung tâm Phục vụ hành chính công thành phố Hà Nội';

export function describeDossier(parts: {
  readonly catalogue: Catalogue;
  readonly counter: { readonly name: string; readonly branch: string; readonly agency: string | null };
}): (dossier: Dossier) => DossierDescription {
  const { catalogue, counter } = parts;
  return (dossier) => ({
    componentNames: (catalogue.anyVersion(dossier.procedureCode)?.components ?? []).map(({ id, name }) => ({
      componentId: id,
      name,
    })),
    place: {
      centre: centreName,
      branch: counter.branch,
      counter: counter.name,
      agency: counter.agency,
      hotlines,
      lookup: 'dichvucong.gov.vn',
      systemName: 'Một Cửa Hà Nội',
    },
    competentUnitName: dossier.competentUnit
      ? (catalogue.unit(dossier.competentUnit)?.fullName ?? null)
      : null,
  });
}
