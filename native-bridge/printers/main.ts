/** Device process of the printers. */
import { readSettings, serve } from '../host.ts';
import { printers } from './handlers.ts';

serve('printers', (host) => printers(readSettings(), host));
