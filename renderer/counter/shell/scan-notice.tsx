import type { ReactNode } from 'react';
import { useScan } from '../../app/scan.tsx';
import type { UsableScan } from '../../app/scan.tsx';
import { Button } from '../../kit/button.tsx';
import { ErrorNote, ThreeLines } from '../../kit/error-note.tsx';
import { Icon } from '../../kit/icons.tsx';
import { useText } from '../../text/language.tsx';

/** What the last scan needs said, where the work is. `offer` names what can be done with a scan of use elsewhere. */
export function ScanNoticeBar({ offer }: { readonly offer?: (scan: UsableScan) => ReactNode }) {
  const t = useText();
  const { notice, landed, heard, dismiss } = useScan();
  if (!notice) {
    return (
      <div role="status">
        {landed && (
          <p className="mc-offer" key={heard}>
            <Icon name="check" />
            <span className="mc-offer-text">{t(`shell.scan.landed.${landed}`)}</span>
          </p>
        )}
      </div>
    );
  }
  const ignore = (
    <Button kind="quiet" onPress={dismiss}>
      {t('shell.scan.dismiss')}
    </Button>
  );
  switch (notice.kind) {
    case 'failed':
      return <ErrorNote key={heard} error={notice.error} actions={ignore} />;
    case 'no-dossier':
      return (
        <ThreeLines
          key={heard}
          failed={t('shell.scan.noDossier', { code: notice.code })}
          kept={t('scan.kept')}
          next={t('scan.reasonNext.unknown')}
          actions={ignore}
        />
      );
    case 'unusable':
      return (
        <ThreeLines
          key={heard}
          failed={t(`scan.reason.${notice.reason}`)}
          kept={t('scan.kept')}
          next={t(`scan.reasonNext.${notice.reason}`)}
          actions={
            <>
              {notice.insert && (
                <Button
                  kind="secondary"
                  onPress={() => {
                    notice.insert?.();
                    dismiss();
                  }}
                >
                  {t('shell.scan.insert')}
                </Button>
              )}
              {ignore}
            </>
          }
        />
      );
    case 'offered':
      return (
        <div className="mc-offer" role="status" key={heard}>
          <Icon name="info" />
          <span className="mc-offer-text">
            {t(
              `shell.scan.offered.${notice.scan.kind}`,
              notice.scan.kind === 'identity'
                ? { name: notice.scan.person.fullName }
                : { code: notice.scan.code },
            )}
          </span>
          {offer?.(notice.scan)}
          {ignore}
        </div>
      );
  }
}
