/**
 * The loops over pixels run long enough for V8's last compiler (TurboFan). The one in the middle (Maglev) only keeps
 * them from it: without it a page costs a fifth less, the first as well as the tenth (Node 24, two cores).
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--no-maglev');
