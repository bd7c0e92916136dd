/** What each way of reaching scanners offers: SANE, our own network client, the virtual scanner of training. */
import type { ItemOf, ParamsOf, ResultOf } from '../contract.ts';
import type { HandlerContext } from '../host.ts';

export type ScannerInfo = ResultOf<'scanners', 'list'>['scanners'][number];
export type ScanRequest = ParamsOf<'scanners', 'scan'>;
export type Source = ScanRequest['source'];
export const sources = ['flatbed', 'feeder', 'feeder-duplex'] as const satisfies readonly Source[];
export type Colour = NonNullable<ScanRequest['colour']>;
export type ScanContext = HandlerContext<ItemOf<'scanners', 'scan'>>;

export interface ScannerDriver {
  /** Never rejects: what cannot be reached is not listed. */
  list(): Promise<ScannerInfo[]>;
  /** Whether an id names a scanner of this driver. */
  owns(scannerId: string): boolean;
  /** Hands over each page as it comes and resolves to their number. @throws BridgeError with the `pages` handed over. */
  scan(request: ScanRequest, context: ScanContext): Promise<number>;
}
