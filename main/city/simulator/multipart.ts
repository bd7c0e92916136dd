/** The part of multipart/form-data (RFC 7578) that an upload needs. */

export interface UploadedPart {
  readonly field: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Parts of a body, or null when it is not well-formed. At most 50 parts. */
export function readMultipart(contentType: string, body: Buffer): UploadedPart[] | null {
  const match = /^multipart\/form-data\s*;.*\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (!boundary) return null;
  const opening = Buffer.from(`--${boundary}`);
  const between = Buffer.from(`\r\n--${boundary}`);
  const headerEnd = Buffer.from('\r\n\r\n');
  if (!body.subarray(0, opening.length).equals(opening)) return null;

  const parts: UploadedPart[] = [];
  let position = opening.length;
  for (;;) {
    const mark = body.toString('latin1', position, position + 2);
    if (mark === '--') return parts;
    if (mark !== '\r\n' || parts.length >= 50) return null;
    const headersAt = position + 2;
    const bodyAt = body.indexOf(headerEnd, headersAt);
    const next = body.indexOf(between, Math.max(bodyAt, headersAt));
    if (bodyAt < 0 || next < 0 || bodyAt - headersAt > 8192) return null;
    const headers = body.toString('utf8', headersAt, bodyAt);
    const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers)?.[1];
    const field = disposition ? /(?:^|[\s;])name="([^"]*)"/i.exec(disposition)?.[1] : undefined;
    if (field === undefined) return null;
    const fileName = /filename="([^"]*)"/i.exec(disposition ?? '')?.[1] ?? '';
    parts.push({ field, fileName, bytes: body.subarray(bodyAt + headerEnd.length, next) });
    position = next + between.length;
  }
}
