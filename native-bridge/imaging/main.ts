/** Entry of an imaging worker: a plain Node process, see host.ts. */
import './compiler.ts';
import { serve } from '../host.ts';
import { imagingHandlers } from './handlers.ts';

serve('imaging', imagingHandlers);
