/** Device process of the card readers. Training sees only the virtual one, and believes only its made-up state. */
import { readSettings, serve, type Host } from '../host.ts';
import { noReaders, type CardReaders } from './card-readers.ts';
import { cardHandlers } from './handlers.ts';
import { loadBinding } from './pcsc/binding.ts';
import { PcscReaders } from './pcsc/pcsc-readers.ts';
import { readIssuerFolder } from './trust/trusted-issuers.ts';
import { virtualReader } from './virtual-reader.ts';

const settings = readSettings();
const binding = settings.training ? null : await loadBinding();
const { issuers, unreadable } = readIssuerFolder(settings.training ? undefined : settings.chipIssuers);
if (unreadable.length > 0) process.stderr.write(`${unreadable.length} files are no certificates\n`);

serve('cards', (host: Host<'cards'>) => {
  const changed = () => host.emit({ type: 'cards.changed' });
  if (settings.training) {
    const virtual = virtualReader(changed);
    return cardHandlers({ readers: virtual, virtual, trusted: () => virtual.trusted() });
  }
  const readers: CardReaders = binding ? watched(new PcscReaders(binding, changed)) : noReaders;
  host.onEnd(() => readers.stop());
  return cardHandlers({ readers, virtual: null, trusted: () => issuers });
});

function watched(readers: PcscReaders): PcscReaders {
  readers.start();
  return readers;
}
