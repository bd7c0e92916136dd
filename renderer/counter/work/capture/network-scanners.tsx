import { useState } from 'react';
import { call } from '../../../app/api.ts';
import type { CallFailure } from '../../../app/api.ts';
import { Button } from '../../../kit/button.tsx';
import { Dialog } from '../../../kit/dialog.tsx';
import { ErrorNote } from '../../../kit/error-note.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { useText } from '../../../text/language.tsx';
import type { Scanners } from './use-scanners.ts';

/** Network scanners (máy quét mạng): added by the address that they print, taken off the list when they are replaced. */
export function NetworkScanners({ scanners, onClose }: { readonly scanners: Scanners; onClose(): void }) {
  const t = useText();
  const [address, setAddress] = useState('');
  const [looking, setLooking] = useState(false);
  const [error, setError] = useState<CallFailure | null>(null);
  const known = scanners.items.filter((one) => one.network);

  async function add(): Promise<void> {
    setLooking(true);
    setError(null);
    const added = await call('capture.addScanner', { address: address.trim() });
    setLooking(false);
    if (!added.ok) return setError(added.error);
    scanners.choose({ scannerId: added.value.id });
    scanners.lookAgain();
    onClose();
  }

  async function forget(scannerId: string): Promise<void> {
    setError(null);
    const forgotten = await call('capture.forgetScanner', { scannerId });
    if (!forgotten.ok) setError(forgotten.error);
    scanners.lookAgain();
  }

  return (
    <Dialog
      title={t('work.capture.network.title')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button
            kind="primary"
            isDisabled={address.trim() === ''}
            isPending={looking}
            onPress={() => void add()}
          >
            {t('work.capture.network.add')}
          </Button>
          <Button kind="quiet" onPress={onClose}>
            {t('work.capture.network.close')}
          </Button>
        </>
      }
    >
      <form
        className="cap-network"
        onSubmit={(event) => {
          event.preventDefault();
          if (address.trim() !== '' && !looking) void add();
        }}
      >
        <p className="cap-soft">{t('work.capture.network.help')}</p>
        <TextField
          label={t('work.capture.network.address')}
          value={address}
          onChange={setAddress}
          autoFocus
          maxLength={300}
        />
        {error && <ErrorNote error={error} />}
        {known.length > 0 && (
          <ul className="cap-network-known" aria-label={t('work.capture.network.known')}>
            {known.map((one) => (
              <li key={one.id}>
                <span>{one.name}</span>
                <Button kind="quiet" onPress={() => void forget(one.id)}>
                  {t('work.capture.network.forget', { name: one.name })}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </form>
    </Dialog>
  );
}
