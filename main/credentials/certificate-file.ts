import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { readClientCertificate, type ClientCertificate } from './client-certificate.ts';
import { readProfileFile, replaceProfileFile, type FileWritten } from './profile-file.ts';

/** The station's client certificate; certificates are public, so they are files. */
export const CERTIFICATE_FILE = 'client-certificate.pem';
/** The next one, until the keychain names it: after a crash in between, one of the two is the one that counts. */
const NEXT_CERTIFICATE_FILE = 'client-certificate.next.pem';
/** A chain of ten certificates with RSA 8192 keys, in bytes. */
export const MAX_CERTIFICATE_BYTES = 64 * 1024;

export type CertificateSearch =
  | { readonly kind: 'found'; readonly certificate: ClientCertificate }
  /** There are certificates, but none with this fingerprint. */
  | { readonly kind: 'other' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Looks for the certificate with this SHA-256 fingerprint among the two files. */
export async function findCertificate(profileFolder: string, fingerprint: string): Promise<CertificateSearch> {
  let outcome: CertificateSearch = { kind: 'missing' };
  for (const name of [NEXT_CERTIFICATE_FILE, CERTIFICATE_FILE]) {
    const file = await readProfileFile(join(profileFolder, name), MAX_CERTIFICATE_BYTES);
    if (file.kind === 'absent') continue;
    if (file.kind === 'unreadable') {
      outcome = { kind: 'unreadable', reason: file.reason };
      continue;
    }
    const read = readClientCertificate(file.text);
    if (read.kind === 'problem') outcome = { kind: 'unreadable', reason: 'not a certificate' };
    else if (read.certificate.leaf.fingerprint256 === fingerprint)
      return { kind: 'found', certificate: read.certificate };
    else if (outcome.kind === 'missing') outcome = { kind: 'other' };
  }
  return outcome;
}

/** True when this profile was provisioned once: the file is there, whatever is in it. */
export async function hasCertificateFile(profileFolder: string): Promise<boolean> {
  const file = await readProfileFile(join(profileFolder, CERTIFICATE_FILE), MAX_CERTIFICATE_BYTES);
  return file.kind !== 'absent';
}

/** Puts a new certificate beside the one that counts. */
export function writeNextCertificate(profileFolder: string, pem: string): Promise<FileWritten> {
  return replaceProfileFile(join(profileFolder, NEXT_CERTIFICATE_FILE), pem);
}

/** Deletes the certificates, the next one too; the names of those that are still there afterwards. */
export async function removeCertificates(profileFolder: string): Promise<readonly string[]> {
  const left: string[] = [];
  for (const name of [CERTIFICATE_FILE, NEXT_CERTIFICATE_FILE]) {
    await rm(join(profileFolder, name), { force: true }).catch(() => void left.push(name));
  }
  return left;
}

/** Takes away the next certificate, which never came to count. */
export async function dropNextCertificate(profileFolder: string): Promise<void> {
  await rm(join(profileFolder, NEXT_CERTIFICATE_FILE), { force: true }).catch(() => undefined);
}

/**
 * Finishes an interrupted provisioning: when the certificate that counts is still the next one, it takes its place.
 * Needed before another next one is written over it. False when the file could not be renamed.
 */
export async function settleCertificate(profileFolder: string, fingerprint: string): Promise<boolean> {
  const file = await readProfileFile(join(profileFolder, NEXT_CERTIFICATE_FILE), MAX_CERTIFICATE_BYTES);
  if (file.kind !== 'text') return true;
  const read = readClientCertificate(file.text);
  if (read.kind === 'problem' || read.certificate.leaf.fingerprint256 !== fingerprint) return true;
  return adoptNextCertificate(profileFolder);
}

/** Makes the next certificate the one that counts; false when the file could not be renamed. */
export async function adoptNextCertificate(profileFolder: string): Promise<boolean> {
  try {
    await rename(join(profileFolder, NEXT_CERTIFICATE_FILE), join(profileFolder, CERTIFICATE_FILE));
    return true;
  } catch {
    return false;
  }
}
