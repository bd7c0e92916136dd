import { useAction } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { useText } from '../../text/language.tsx';
import { useState } from 'react';
import { PluggedIn } from './plugged-in.tsx';
import { ReadinessCard } from './readiness-card.tsx';
import { TraceCard } from './trace-card.tsx';
import './devices.css';

/** The technician's desk: self-test, what is plugged in, its last messages, a file to take along. */
export function DevicesScreen() {
  const t = useText();
  const diagnostics = useAction('devices.diagnostics');
  const [file, setFile] = useState<string | null>(null);
  const exportFile = () =>
    void diagnostics.run({}).then((result) => setFile(result.ok ? result.value.file : null));
  return (
    <div className="dev">
      <header className="dev-head">
        <div>
          <h1>{t('devices.title')}</h1>
          <p className="dev-soft">{t('devices.lead')}</p>
        </div>
        <Button kind="secondary" icon="folder" isPending={diagnostics.running} onPress={exportFile}>
          {t('devices.export')}
        </Button>
      </header>
      <p role="status" className="dev-soft dev-file">
        {file !== null && t('devices.exported', { file })}
      </p>
      {diagnostics.error && <ErrorNote error={diagnostics.error} />}
      <div className="dev-columns">
        <ReadinessCard />
        <PluggedIn />
      </div>
      <TraceCard />
    </div>
  );
}
