/** Entry of the process that reads pages: a plain Node process, see host.ts. */
import { constants, setPriority } from 'node:os';
import { serve } from '../host.ts';
import { textsOfPdf } from './pdf-texts.ts';
import { readPage } from './read-page.ts';

// what it starts inherits it; not the lowest of all, for then a busy computer would read no page within its time
setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
serve('reading', { readPage, textsOfPdf });
