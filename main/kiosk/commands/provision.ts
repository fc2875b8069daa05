/**
 * `card-station provision BUNDLE [--pin-file FILE]`: checks a bundle and puts it into the keychain, and the administrator's
 * PIN with it. Prints what happened; returns the exit code.
 */
import { open } from 'node:fs/promises';

import type { Config } from '../../config/schema.ts';
import type { CredentialStore } from '../../credentials/credential-store.ts';
import { readPin } from '../../credentials/pin-store.ts';
import { provision } from '../../credentials/provision.ts';
import type { Command } from '../command-line.ts';
import type { Keychain } from '../keychain.ts';
import type { Output } from './output.ts';
import { readPinFile } from './pin-file.ts';

/** A bundle is three PEM texts; a larger file is not one, in bytes. */
const MAX_BUNDLE_BYTES = 64 * 1024;

export async function runProvision(
  command: Extract<Command, { kind: 'provision' }>,
  config: Config,
  keychain: Keychain,
  profileFolder: string,
  output: Output,
): Promise<0 | 1> {
  const bundle = await readBundle(command.bundleFile);
  if (bundle.kind === 'unreadable') return output.failed(`The bundle cannot be read: ${bundle.why}.`);
  const pinFile = command.pinFile === null ? null : await readPinFile(command.pinFile);
  if (pinFile?.kind === 'unreadable') return output.failed(`The PIN file cannot be read: ${pinFile.why}.`);
  const opened = await keychain.open();
  if (opened.kind === 'fault') return output.failed(`Keychain: ${opened.fault.cause}. ${opened.fault.detail}`);
  const result = await provision(bundle.text, {
    store: opened.store,
    profileFolder,
    environment: config.d1.environment,
    now: Date.now(),
    replace: command.replace,
    pin: pinFile?.pin ?? null,
  });
  switch (result.kind) {
    case 'refused':
      for (const { field, message } of result.problems) output.error(`${field}: ${message}`);
      return output.failed('Nothing was stored.');
    case 'fault':
      return output.failed(`${result.fault.family}: ${result.fault.cause}. ${result.fault.detail}`);
    case 'provisioned':
      for (const warning of result.warnings) output.error(`Warning: ${warning}`);
      output.line(`Provisioned: issuer ${result.summary.issuerId}, key ${result.summary.kid}.`);
      output.line(
        `Client certificate: ${result.summary.certificateSubject}, until ${new Date(result.summary.notAfter).toISOString()}.`,
      );
      output.line('The credentials are in the keychain now. Delete the bundle.');
      output.line(await pinLine(opened.store, pinFile !== null));
      return 0;
  }
}

async function pinLine(store: CredentialStore, isNew: boolean): Promise<string> {
  if (isNew) return "The administrator's PIN is set. Delete the PIN file.";
  const before = await readPin(store);
  switch (before.kind) {
    case 'pin':
      return "The administrator's PIN is the one that was set before.";
    case 'none':
      return "No administrator's PIN is set: the administrator's area of the screen stays shut. Set one with --replace --pin-file FILE.";
    case 'fault':
      return `Whether an administrator's PIN is set cannot be read: ${before.fault.detail}`;
  }
}

type Bundle = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unreadable'; readonly why: string };

async function readBundle(path: string): Promise<Bundle> {
  try {
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(MAX_BUNDLE_BYTES + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      if (bytesRead > MAX_BUNDLE_BYTES) return { kind: 'unreadable', why: 'it is larger than 64 KiB' };
      return { kind: 'text', text: buffer.subarray(0, bytesRead).toString('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    return {
      kind: 'unreadable',
      why: error instanceof Error && 'code' in error ? String(error.code) : 'unknown error',
    };
  }
}
