/**
 * Takes a sealed bundle out of the machine's own folder, where the roll-out put it, into the keychain, and deletes it there.
 * A crash at any moment is harmless: what was taken and not yet deleted is taken, or only deleted, once more.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { ImportProblem } from '../tracking/words.ts';
import { guardFolder, readGuarded } from './guarded-file.ts';
import { oneLine } from './keychain-fault.ts';
import { readProfileFile, replaceProfileFile } from './profile-file.ts';
import { provision, type ProvisionOptions } from './provision.ts';
import { isSealed, MAX_SEALED_BYTES } from './sealed-bundle.ts';
import { Secret } from './secret.ts';

/** In the folder; the bundle comes last, and goes last. */
export const IMPORT_FILES = { passphrase: 'passphrase.txt', pin: 'pin.txt', bundle: 'bundle.jwe' } as const;
/** In the profile folder: the digest of the bundle that was taken last, so that one which cannot be deleted is taken once. */
const TAKEN_FILE = 'imported-bundle';

/** A passphrase is a line that somebody could copy by hand, in bytes. */
const MAX_PASSPHRASE_BYTES = 1_024;
const MAX_PIN_BYTES = 256;
const MAX_DIGEST_BYTES = 128;

export interface ImportOptions extends Omit<ProvisionOptions, 'replace' | 'passphrase' | 'pin'> {
  /** The machine's folder that bundles are put into. */
  readonly folder: string;
}

export type ImportOutcome =
  | { readonly kind: 'nothing' }
  /** `left`: files that could not be deleted. */
  | {
      readonly kind: 'imported';
      readonly kid: string;
      readonly warnings: readonly string[];
      readonly left: readonly string[];
    }
  /** `given` tells the same files from others; null where nothing of them was read to the end. */
  | {
      readonly kind: 'failed';
      readonly problem: ImportProblem;
      readonly detail: string;
      readonly given: string | null;
    };

/**
 * Looks into the folder and takes what is there. `refused` is what `given` was of files that were refused before: making
 * their key once more would come to the same.
 */
export async function importBundle(options: ImportOptions, refused: string | null = null): Promise<ImportOutcome> {
  const { folder, profileFolder } = options;
  const guard = await guardFolder(folder);
  if (guard !== null) return guard.kind === 'absent' ? { kind: 'nothing' } : failed(guard.problem, guard.detail);
  const bundle = await readGuarded(folder, IMPORT_FILES.bundle, MAX_SEALED_BYTES);
  if (bundle.kind === 'absent') return { kind: 'nothing' };
  if (bundle.kind === 'problem') return failed(bundle.problem, bundle.detail);
  const digest = digestOf(bundle.text);
  if ((await takenDigest(profileFolder)) === digest) {
    const left = await deleteImportFiles(folder);
    return left.length === 0 ? { kind: 'nothing' } : failed('left-behind', left.join(', '));
  }

  const path = join(folder, IMPORT_FILES.bundle);
  if (!isSealed(bundle.text)) return failed('refused', `${path} is not a sealed bundle`);
  const passphrase = await readLine(folder, IMPORT_FILES.passphrase, MAX_PASSPHRASE_BYTES);
  if (passphrase.kind === 'problem') return failed(passphrase.problem, passphrase.detail);
  if (passphrase.kind === 'absent') {
    return failed('passphrase-missing', `${join(folder, IMPORT_FILES.passphrase)} is missing or empty`);
  }
  const pin = await readLine(folder, IMPORT_FILES.pin, MAX_PIN_BYTES);
  if (pin.kind === 'problem') return failed(pin.problem, pin.detail);

  const line = pin.kind === 'line' ? pin.line : null;
  const given = digestOf([digest, passphrase.line.reveal(), line?.reveal() ?? ''].join('\n'));
  if (given === refused) return failed('refused', '', given);
  const result = await provision(bundle.text, { ...options, replace: true, passphrase: passphrase.line, pin: line });
  switch (result.kind) {
    case 'refused':
      return failed('refused', result.problems.map(({ message }) => message).join(' '), given);
    case 'not-proven':
    case 'fault':
      return failed('fault', `${result.fault.family}: ${result.fault.cause}. ${result.fault.detail}`);
    case 'provisioned': {
      // Should it not be noted, it is only taken once more.
      await replaceProfileFile(join(profileFolder, TAKEN_FILE), `${digest}\n`);
      const { warnings, summary } = result;
      return { kind: 'imported', kid: summary.kid, warnings, left: await deleteImportFiles(folder) };
    }
  }
}

/** Deletes what the roll-out put there, and forgets what was taken from there; the files that are still there afterwards. */
export async function forgetImports(folder: string, profileFolder: string): Promise<readonly string[]> {
  const left = await deleteImportFiles(folder);
  // As long as the old bundle lies there it must not be taken again; once it is gone the same may come anew.
  if (left.length === 0) await rm(join(profileFolder, TAKEN_FILE), { force: true }).catch(() => undefined);
  return left;
}

/** Whether it was taken or not; the files that are still there afterwards. */
async function deleteImportFiles(folder: string): Promise<readonly string[]> {
  const left: string[] = [];
  // The bundle last: as long as it is there, the next start comes back for the rest.
  for (const name of [IMPORT_FILES.passphrase, IMPORT_FILES.pin, IMPORT_FILES.bundle]) {
    await rm(join(folder, name), { force: true }).catch(() => void left.push(join(folder, name)));
  }
  return left;
}

type Line =
  | { readonly kind: 'line'; readonly line: Secret }
  | { readonly kind: 'absent' }
  | { readonly kind: 'problem'; readonly problem: ImportProblem; readonly detail: string };

async function readLine(folder: string, name: string, maxBytes: number): Promise<Line> {
  const file = await readGuarded(folder, name, maxBytes);
  if (file.kind !== 'text') return file;
  const [line = ''] = file.text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  return line === '' ? { kind: 'absent' } : { kind: 'line', line: new Secret(line) };
}

async function takenDigest(profileFolder: string): Promise<string | null> {
  const file = await readProfileFile(join(profileFolder, TAKEN_FILE), MAX_DIGEST_BYTES);
  return file.kind === 'text' ? file.text.trim() : null;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function failed(problem: ImportProblem, detail: string, given: string | null = null) {
  return { kind: 'failed', problem, detail: oneLine(detail), given } as const;
}
