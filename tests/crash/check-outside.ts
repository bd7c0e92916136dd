/** Compares what lies outside of the station, on paper and at the city, with its store and with what was acknowledged. */
import type { SimulatorState } from '../integration/city/rig.ts';
import type { Fault, StoreLook } from './check-store.ts';
import { ticketSeries } from './crash-place.ts';
import type { Ledger } from './ledger.ts';
import type { OnPaper } from './paper-tray.ts';

const series = `ticket/${ticketSeries.place}/${ticketSeries.letter}/${ticketSeries.day}`;
const issued = new Set(['confirmed', 'came-out']);
const neverSent = new Set(['queued', 'failed']);

/** A number on paper has its record; no number stands on two papers without the second saying so. */
export function checkPaper(paper: OnPaper, { jobs, dossiers }: StoreLook): Fault[] {
  const faults: Fault[] = [];
  const tickets = new Map(jobs.filter((job) => job.series === series).map((job) => [job.number, job]));
  for (const [number, copies] of paper.numbers) {
    const job = tickets.get(number);
    const whole = paper.whole.get(number) ?? 0;
    if (!job) faults.push({ kind: 'phantom', what: `ticket ${String(number)} on paper, without a record` });
    else if (copies > job.attempts)
      faults.push({ kind: 'doubled', what: `ticket ${job.label} on ${String(copies)} papers` });
    if (job && whole > 0 && neverSent.has(job.state))
      faults.push({ kind: 'phantom', what: `ticket ${job.label} on paper, on record as ${job.state}` });
    if (whole > 1) faults.push({ kind: 'doubled', what: `ticket ${String(number)}, two papers alike` });
  }
  for (const job of tickets.values()) {
    const copies = (paper.whole.get(job.number) ?? 0) + (paper.marked.get(job.number) ?? 0);
    if (issued.has(job.state) && copies === 0)
      faults.push({ kind: 'lost', what: `ticket ${job.label}, on record as ${job.state}, not on paper` });
  }
  const printed = new Map<string, number>();
  for (const [code, copies] of paper.slips) {
    const dossier = dossiers.find(({ localCode, cityCode }) => code === localCode || code === cityCode);
    if (!dossier) faults.push({ kind: 'phantom', what: `a slip of ${code}, without a record` });
    else printed.set(dossier.id, (printed.get(dossier.id) ?? 0) + copies);
  }
  for (const { id, localCode, slipsBegun } of dossiers)
    if ((printed.get(id) ?? 0) > slipsBegun)
      faults.push({ kind: 'doubled', what: `slips of ${localCode} on more papers than on record` });
  return faults;
}

/** Once everything was sent: each dossier is there once, and nothing else. */
export function checkCity(state: SimulatorState, ledger: Ledger, { dossiers }: StoreLook): Fault[] {
  const faults: Fault[] = [];
  const byReference = new Map<string, SimulatorState['dossiers']>();
  for (const dossier of state.dossiers)
    byReference.set(dossier.reference ?? '', [...(byReference.get(dossier.reference ?? '') ?? []), dossier]);
  const known = new Map(dossiers.map((dossier) => [dossier.id, dossier]));
  for (const [reference, there] of byReference) {
    if (there.length > 1) faults.push({ kind: 'doubled', what: `dossier ${reference} at the city` });
    if (!known.has(reference)) faults.push({ kind: 'phantom', what: `dossier ${reference} at the city` });
    for (const { progress } of there)
      if (progress.length > 1) faults.push({ kind: 'doubled', what: `a step of ${reference} at the city` });
  }
  for (const { dossierId, cityCode } of ledger.city)
    if (byReference.get(dossierId)?.[0]?.code !== cityCode)
      faults.push({ kind: 'lost', what: `${cityCode} at the city` });
  for (const { id, localCode, cityCode } of dossiers) {
    const [there] = byReference.get(id) ?? [];
    if (!there || there.code !== cityCode || there.progress.length !== 1)
      faults.push({ kind: 'lost', what: `${localCode} at the city` });
  }
  const hashes = new Set(state.files.map(({ sha256 }) => sha256));
  for (const { localCode, files } of ledger.dossiers)
    if (!files.every((sha256) => hashes.has(sha256)))
      faults.push({ kind: 'lost', what: `a file of ${localCode} at the city` });
  return faults;
}
