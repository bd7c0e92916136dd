/** Usages of the HID Point of Sale Usage Tables 1.02, bar code scanner page, and of the generic desktop page. */

/** Bar Code Scanner page. */
export const scannerPage = 0x8c;
const onPage = (usage: number): number => scannerPage * 0x10000 + usage;

export const usages = {
  attributeReport: onPage(0x10),
  settingsReport: onPage(0x11),
  triggerReport: onPage(0x14),
  statusReport: onPage(0x15),
  preventRead: onPage(0x5f),
  initiateRead: onPage(0x60),
  inCradle: onPage(0x75),
  inRange: onPage(0x76),
  errorBeep: onPage(0x85),
  goodReadBeep: onPage(0x86),
  notOnFileBeep: onPage(0x87),
  aim1: onPage(0xfb),
  aim2: onPage(0xfc),
  aim3: onPage(0xfd),
  decodedData: onPage(0xfe),
  continued: onPage(0xff),
  undefinedOfPage: onPage(0),
  /** Generic Desktop: how many bytes of the data count. */
  byteCount: 0x1003b,
} as const;

/** Application collections of the page that deliver scanned data: badge reader, scanner, dumb scanner, base, cradle. */
export const readerUsages: ReadonlySet<number> = new Set([1, 2, 3, 4, 5]);

/** Pages from here on belong to the maker. */
export const firstVendorPage = 0xff00;
