/**
 * An expected failure of a device operation; the host answers it as `failed`.
 * `code` is one that the operation names in contract.ts; `details` never hold personal data.
 */
export class BridgeError extends Error {
  override readonly name = 'BridgeError';
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: string, details: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
