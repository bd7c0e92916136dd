import { useAction, useCall, useEvent } from '../../app/api.ts';
import { useRouter } from '../../app/router.tsx';
import { Button } from '../../kit/button.tsx';
import { ErrorNote } from '../../kit/error-note.tsx';
import { useText } from '../../text/language.tsx';

/** At the start of a shift: offers the self-test for as long as none was made today; asks nothing, holds nothing up. */
export function SelfTestPrompt() {
  const t = useText();
  const { go } = useRouter();
  const last = useCall('readiness.last', {});
  const start = useAction('readiness.start');
  useEvent('job.ended', last.reload);
  if (!last.value?.due) return null;
  const begin = () =>
    void start.run({}).then((result) => {
      if (result.ok) go({ name: 'devices' });
    });
  return (
    <div className="mc-home-prompt">
      <span>{t('home.selfTest')}</span>
      <Button kind="secondary" icon="shield" isPending={start.running} onPress={begin}>
        {t('home.selfTestStart')}
      </Button>
      {start.error && <ErrorNote error={start.error} />}
    </div>
  );
}
