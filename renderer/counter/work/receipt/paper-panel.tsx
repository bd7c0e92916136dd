import { useCall } from '../../../app/api.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import type { OutputOf } from '../../../../main/contract/operations.ts';
import { Button } from '../../../kit/button.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { Loading } from '../../../kit/loading.tsx';
import { SelectField } from '../../../kit/select-field.tsx';
import { useText } from '../../../text/language.tsx';
import { PrintOutcome } from './print-outcome.tsx';
import { usePictures } from './use-pictures.ts';
import { usePrint } from './use-print.ts';
import type { PaperName } from './use-print.ts';
import './receipt.css';

type Printer = OutputOf<'printing.printers'>['items'][number];

interface PaperPanelProps {
  readonly dossierId: string;
  readonly paper: PaperName;
  /** The preview is rendered anew when this changes (the city's code came). */
  readonly version: string;
}

function usePrinter(paper: PaperName) {
  const kind = paper === 'form01' ? 'paper' : 'slip';
  const found = useCall('printing.printers', {});
  const { preferences, choose: keep } = usePreferences();
  const remembered = paper === 'form01' ? preferences.form01PrinterId : preferences.slipPrinterId;
  const printers = (found.value?.items ?? []).filter((printer: Printer) => printer.kind === kind);
  const chosen =
    printers.find((printer) => printer.id === remembered) ??
    printers.find((printer) => printer.isDefault) ??
    printers[0] ??
    null;
  const choose = (id: string) => keep(paper === 'form01' ? { form01PrinterId: id } : { slipPrinterId: id });
  return { printers, chosen, choose, error: found.error };
}

/** One paper of a dossier as it will print, and its way to a printer. */
export function PaperPanel({ dossierId, paper, version }: PaperPanelProps) {
  const t = useText();
  const name = t(`work.receipt.paper.${paper}`);
  const { printers, chosen, choose, error: printersError } = usePrinter(paper);
  const print = usePrint(dossierId, paper, chosen?.id ?? null);
  const printing = print.state.step === 'printing';
  const start = () => {
    if (!printing) print.print(null);
  };
  return (
    <section className={`rec-panel rec-panel-${paper}`} aria-label={name}>
      <h2>{name}</h2>
      <div className="rec-bar">
        <SelectField
          className="rec-printer"
          label={t(`work.receipt.printer.${paper}`)}
          options={printers.map((printer) => ({
            id: printer.id,
            label: printer.virtual ? `${printer.name} (${t('work.receipt.virtual')})` : printer.name,
          }))}
          value={chosen?.id ?? null}
          onChange={choose}
          placeholder={t('work.receipt.noPrinter')}
          isDisabled={printers.length === 0}
        />
        {paper === 'form01' ? (
          <Button kind="secondary" icon="printer" shortcut="Ctrl+P" isPending={printing} onPress={start}>
            {t('work.receipt.print.form01')}
          </Button>
        ) : (
          <Button kind="secondary" icon="slip" shortcut="Ctrl+Shift+P" isPending={printing} onPress={start}>
            {t('work.receipt.print.slip')}
          </Button>
        )}
      </div>
      {printersError && <ErrorNote error={printersError} />}
      <PrintOutcome paper={paper} print={print} />
      <Preview key={version} dossierId={dossierId} paper={paper} name={name} />
    </section>
  );
}

function Preview(props: { readonly dossierId: string; readonly paper: PaperName; readonly name: string }) {
  const t = useText();
  const { dossierId, paper, name } = props;
  const rendered = useCall('dossier.paper', { dossierId, paper });
  const urls = usePictures(rendered.value?.pages ?? null);
  return (
    <div className="rec-preview" tabIndex={0} role="group" aria-label={name}>
      {rendered.error && (
        <ErrorNote
          error={rendered.error}
          actions={
            <Button kind="secondary" onPress={rendered.reload}>
              {t('kit.retry')}
            </Button>
          }
        />
      )}
      {!rendered.error && urls.length === 0 && <Loading>{t('work.receipt.loading')}</Loading>}
      {urls.map((url, index) => (
        <img key={url} src={url} alt={t('work.receipt.previewOf', { paper: name, n: index + 1 })} />
      ))}
    </div>
  );
}
