/** The certificates of signing authorities (CSCA) that a technician has put into the station's folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import type { TrustedIssuers } from './passive-authentication.ts';

const extensions = /\.(pem|cer|crt|der)$/i;
const maxFiles = 500;
const maxFileBytes = 1024 * 1024;

export interface IssuerFolder {
  readonly issuers: TrustedIssuers;
  /** Files that are no certificate; they are passed over and told. */
  readonly unreadable: readonly string[];
}

/** PEM files may hold several certificates. Without a folder nobody is believed. */
export function readIssuerFolder(folder: string | undefined): IssuerFolder {
  const issuers: X509Certificate[] = [];
  const unreadable: string[] = [];
  for (const name of namesIn(folder)) {
    try {
      const path = join(folder ?? '', name);
      if (statSync(path).size > maxFileBytes) throw new Error('too large');
      issuers.push(...certificatesIn(readFileSync(path)));
    } catch {
      unreadable.push(name);
    }
  }
  return { issuers, unreadable };
}

function namesIn(folder: string | undefined): string[] {
  if (folder === undefined) return [];
  try {
    return readdirSync(folder)
      .filter((name) => extensions.test(name))
      .slice(0, maxFiles);
  } catch {
    return [];
  }
}

function certificatesIn(bytes: Buffer): X509Certificate[] {
  const blocks = bytes
    .toString('latin1')
    .match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  return (blocks ?? [bytes]).map((each) => new X509Certificate(each));
}
