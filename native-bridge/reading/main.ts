/** Entry of the process that reads pages: a plain Node process, see host.ts. */
import { constants, setPriority } from 'node:os';
import { serve } from '../host.ts';
import { readPage } from './read-page.ts';

// what it starts inherits it: a page is read with what nobody else wants of the machine
setPriority(0, constants.priority.PRIORITY_LOW);
serve('reading', { readPage });
