/** A HID device as the driver needs it: the system's, or a virtual one. */

export interface HidPort {
  /** Reports as the system delivers them, their id in front when the device numbers them. */
  onReport(listener: (report: Uint8Array) => void): void;
  /** Called once when it can no longer be read. */
  onLost(listener: () => void): void;
  write(report: Uint8Array): Promise<void>;
  sendFeature(report: Uint8Array): Promise<void>;
  /** The report without its id. */
  getFeature(reportId: number, bytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface FoundHid {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly virtual: boolean;
  readonly descriptor: Uint8Array;
  open(): Promise<HidPort>;
}
