/** `app://mot-cua/…` serves the bundled windows and nothing else; every answer carries the strict policy. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import type { Preferences } from '../contract/preferences-operations.ts';

/** Language and theme of a page, named on its root element, so that its first picture is already right. */
export type Look = Pick<Preferences, 'language' | 'theme'>;

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // The hash is of the one style sheet that React Aria adds itself (touch-action of pressable elements).
  "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "font-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Before `app.ready`. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

export function serveApp(session: Session, rendererFolder: string, look: () => Look): void {
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const file = normalize(join(rendererFolder, decodeURIComponent(url.pathname)));
    const type = types[extname(file)];
    if (url.host !== 'mot-cua' || !file.startsWith(rendererFolder + sep) || !type) {
      return new Response(null, { status: 404 });
    }
    try {
      const bytes = await readFile(file);
      return new Response(type === types['.html'] ? withLook(bytes.toString('utf8'), look()) : bytes, {
        headers: {
          'content-type': type,
          'content-security-policy': policy,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

function withLook(page: string, { language, theme }: Look): string {
  const root = `<html lang="${language}"${theme ? ` data-theme="${theme}"` : ''}>`;
  return page.replace('<html lang="vi">', root);
}
