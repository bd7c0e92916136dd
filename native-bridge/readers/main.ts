/** Device process of the readers. */
import { readSettings, serve } from '../host.ts';
import { presentReaders } from './present.ts';

const { training } = readSettings();
const virtualReader = { id: 'virtual-cccd', name: 'Đầu đọc tập huấn', kind: 'hid' as const, virtual: true };

serve('readers', {
  list: async () => ({
    result: { readers: training ? [virtualReader] : await presentReaders() },
    bodies: [],
  }),
});
