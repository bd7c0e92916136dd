/** What a device process tells unasked: devices that come, go and change their state. Schemas only. */
import { z } from 'zod';
import { ReaderEvent } from './contract-readers.ts';

/**
 * Phases of one device (thiết bị), as the machine in devices/phases.ts moves through them. `ready` and `busy` are the
 * only ones after the device itself has answered; `fault` is an answer that needs a person.
 */
export const DevicePhase = z.enum([
  'absent',
  'appeared',
  'opening',
  'asking-state',
  'ready',
  'busy',
  'fault',
  'lost',
  'backoff',
]);
export type DevicePhase = z.infer<typeof DevicePhase>;

const Text = z.string().max(500);

export const WatchedDevice = z.object({
  /** Stays the same over unplugging: `usb:0403:6001:sn:A50285BI`, `usb:0403:6001:at:1-1.4`, `cups:HP-1`; never a port name of a USB device. */
  identity: Text,
  name: Text,
  /** Where it is now (`/dev/ttyUSB1`, `COM4`, an address); null while it is away. */
  port: Text.nullable(),
  virtual: z.boolean(),
  phase: DevicePhase,
  /** An error code, in `fault`, `backoff` and `lost`. */
  reason: Text.nullable(),
});
export type WatchedDevice = z.infer<typeof WatchedDevice>;

/** A device appeared, is lost, or moved to another phase. */
export const DeviceEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('device.appeared'), device: WatchedDevice }),
  z.object({ type: z.literal('device.lost'), device: WatchedDevice }),
  z.object({ type: z.literal('device.state'), device: WatchedDevice }),
]);
export type DeviceEvent = z.infer<typeof DeviceEvent>;

/**
 * What each class may tell; a class with more to tell adds to its union here. The main process drops, and logs, what
 * has another shape.
 */
export const bridgeEvents = {
  imaging: z.never(),
  reading: z.never(),
  scanners: DeviceEvent,
  printers: DeviceEvent,
  readers: z.union([DeviceEvent, ReaderEvent]),
  /** A reader or a card came or went; `list` tells which. */
  cards: z.object({ type: z.literal('cards.changed') }),
} as const;

/** What `Class` tells unasked. */
export type EventOf<Class extends keyof typeof bridgeEvents> = z.infer<(typeof bridgeEvents)[Class]>;
