/** Reads request bodies within limits. */
import type { IncomingMessage } from 'node:http';

const maximumMessageBytes = 10 * 1024 * 1024;

/** A request that is wrong as HTTP; the text goes back to the sender. */
export class HttpProblem extends Error {
  readonly status: number;
  /** For `Retry-After`, seconds. */
  readonly retryAfterS: number | null;
  constructor(status: number, message: string, retryAfterS: number | null = null) {
    super(message);
    this.status = status;
    this.retryAfterS = retryAfterS;
  }
}

export async function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > limit) throw new HttpProblem(413, 'Nội dung quá lớn');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const body = await bodyOf(request, maximumMessageBytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new HttpProblem(400, 'Nội dung không phải là JSON hợp lệ');
  }
}
