/** The commands that make keys, as they stand on the command line. Pure. */

export type KeyCommand =
  | {
      readonly kind: 'make-keys';
      /** As people write the name of a certificate. */
      readonly subject: string;
      readonly passphraseFile: string;
      readonly outputFolder: string;
      /** A file of an earlier `make-keys` under the same passphrase, whose signing key D1 knows already. */
      readonly keepSigningKey: string | null;
    }
  | {
      readonly kind: 'make-bundle';
      readonly keysFile: string;
      readonly certificateFile: string;
      readonly issuerId: string;
      readonly aggregatorId: string | null;
      readonly kid: string;
      readonly audience: string | null;
      /** Of the keys, and of the bundle unless that has its own. */
      readonly passphraseFile: string;
      readonly newPassphraseFile: string | null;
      readonly outputFile: string;
    }
  | {
      readonly kind: 'request-certificate';
      readonly outputFile: string;
      /** Null: the persoStation of the configuration as CN. */
      readonly subject: string | null;
      /** Gives up a key that waits already. */
      readonly newKey: boolean;
    }
  | {
      readonly kind: 'take-certificate';
      readonly certificateFile: string;
      /** Null: the issuer that the station is set up for already. */
      readonly issuerId: string | null;
      readonly pinFile: string | null;
      readonly untried: boolean;
    };

/** Options that only these commands have. */
export const KEY_OPTIONS = {
  subject: { type: 'string' },
  certificate: { type: 'string' },
  'issuer-id': { type: 'string' },
  'aggregator-id': { type: 'string' },
  kid: { type: 'string' },
  audience: { type: 'string' },
  'new-passphrase-file': { type: 'string' },
  'keep-signing-key': { type: 'string' },
  'new-key': { type: 'boolean' },
} as const;

export const KEY_OPTIONS_OF = {
  'make-keys': ['subject', 'passphrase-file', 'output', 'keep-signing-key'],
  'make-bundle': [
    'certificate',
    'issuer-id',
    'aggregator-id',
    'kid',
    'audience',
    'passphrase-file',
    'new-passphrase-file',
    'output',
  ],
  'request-certificate': ['output', 'subject', 'new-key'],
  'take-certificate': ['issuer-id', 'pin-file', 'untried'],
} as const;
type Name = keyof typeof KEY_OPTIONS_OF;
type TextOption = Exclude<(typeof KEY_OPTIONS_OF)[Name][number], 'new-key' | 'untried'>;

export type KeyValues = { readonly [N in TextOption]?: string } & {
  readonly 'new-key'?: boolean;
  readonly untried?: boolean;
};
type Mistake = { readonly kind: 'mistake'; readonly message: string };

/** What the command needs beside options that may be left out. */
const NEEDED: Readonly<Record<Name, readonly TextOption[]>> = {
  'make-keys': ['subject', 'passphrase-file', 'output'],
  'make-bundle': ['certificate', 'issuer-id', 'kid', 'passphrase-file', 'output'],
  'request-certificate': ['output'],
  'take-certificate': [],
};

export function isKeyCommand(name: string): name is Name {
  return Object.hasOwn(KEY_OPTIONS_OF, name);
}

/** `first` is the one argument that is no option. Options that do not belong to the command were refused before. */
export function readKeyCommand(name: Name, first: string | undefined, values: KeyValues): KeyCommand | Mistake {
  const empty = Object.entries(values).find(([, value]) => value === '');
  if (empty !== undefined) return mistake(`--${empty[0]} needs a value`);
  const missing = NEEDED[name].filter((option) => values[option] === undefined);
  if (missing.length > 0) return mistake(`"${name}" needs ${missing.map((option) => `--${option}`).join(' and ')}`);
  const { subject = '', certificate = '', kid = '', audience = null, output = '', untried = false } = values;
  const { 'passphrase-file': passphraseFile = '', 'issuer-id': issuerId = null, 'pin-file': pinFile = null } = values;
  switch (name) {
    case 'make-keys':
      if (first !== undefined) return mistake(`"${first}" is one argument too many`);
      return {
        kind: name,
        subject,
        passphraseFile,
        outputFolder: output,
        keepSigningKey: values['keep-signing-key'] ?? null,
      };
    case 'make-bundle': {
      if (first === undefined) return mistake('"make-bundle" needs the file of the private keys');
      const { 'aggregator-id': aggregatorId = null, 'new-passphrase-file': newPassphraseFile = null } = values;
      const files = {
        keysFile: first,
        certificateFile: certificate,
        passphraseFile,
        newPassphraseFile,
        outputFile: output,
      };
      return { kind: name, ...files, issuerId: issuerId ?? '', aggregatorId, kid, audience };
    }
    case 'request-certificate':
      if (first !== undefined) return mistake(`"${first}" is one argument too many`);
      return { kind: name, outputFile: output, subject: values.subject ?? null, newKey: values['new-key'] === true };
    case 'take-certificate':
      if (first === undefined) return mistake('"take-certificate" needs the file of the certificate');
      return { kind: name, certificateFile: first, issuerId, pinFile, untried };
  }
}

function mistake(message: string): Mistake {
  return { kind: 'mistake', message };
}
