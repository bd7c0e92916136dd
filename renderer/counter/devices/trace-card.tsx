import { useCall } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { Card } from '../../kit/card.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { time } from '../../kit/format.ts';
import { Loading } from '../../kit/loading.tsx';
import { useText } from '../../text/language.tsx';

/** More than a technician reads at once is in the diagnostics file. */
const shownEntries = 80;

/** The last messages with the devices, newest first, masked where they were recorded. */
export function TraceCard() {
  const t = useText();
  const trace = useCall('devices.trace', {});
  const entries = (trace.value?.entries ?? []).slice(0, shownEntries);
  return (
    <Card
      title={t('devices.trace')}
      aside={
        <Button kind="secondary" icon="rotateRight" onPress={trace.reload}>
          {t('devices.traceReload')}
        </Button>
      }
    >
      <p className="dev-soft">{t('devices.traceLead')}</p>
      {trace.error && <ErrorNote error={trace.error} />}
      {!trace.value && trace.loading && <Loading>{t('devices.looking')}</Loading>}
      {trace.value && entries.length === 0 && <p className="dev-soft">{t('devices.traceEmpty')}</p>}
      {entries.length > 0 && (
        <div className="dev-trace" tabIndex={0} role="region" aria-label={t('devices.message')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('devices.time')}</th>
                <th scope="col">{t('devices.device')}</th>
                <th scope="col">{t('devices.message')}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={`${entry.deviceClass} ${entry.sequence} ${entry.at}`}>
                  <td className="mc-figures">{time(entry.at)}</td>
                  <td>{entry.device}</td>
                  <td>
                    {t(`devices.direction.${entry.direction}`)}: {entry.what}
                    {entry.bytes > 0 && ` (${t('devices.bytes', { count: entry.bytes })})`}
                    {entry.hex !== '' && <code className="dev-hex">{entry.hex}</code>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
