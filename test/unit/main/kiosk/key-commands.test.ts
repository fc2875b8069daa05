import { describe, expect, it } from 'vitest';

import { parseCommandLine, type Command } from '../../../../main/kiosk/command-line.ts';

const NONE = { configFile: null, userDataFolder: null };
const MAKE_BUNDLE =
  'make-bundle k.jwe --certificate c.pem --issuer-id ISSUER0001 --kid key-1 --passphrase-file p --output b.jwe';

describe('the commands that make keys', () => {
  it.each<[string, Command]>([
    [
      'make-keys --subject CN=a --passphrase-file p --output keys',
      { kind: 'make-keys', subject: 'CN=a', passphraseFile: 'p', outputFolder: 'keys', keepSigningKey: null, ...NONE },
    ],
    [
      'make-keys --subject=CN=TLSMA/a --passphrase-file p --output keys --keep-signing-key k.jwe',
      {
        kind: 'make-keys',
        subject: 'CN=TLSMA/a',
        passphraseFile: 'p',
        outputFolder: 'keys',
        keepSigningKey: 'k.jwe',
        ...NONE,
      },
    ],
    [
      MAKE_BUNDLE,
      {
        kind: 'make-bundle',
        keysFile: 'k.jwe',
        certificateFile: 'c.pem',
        issuerId: 'ISSUER0001',
        aggregatorId: null,
        kid: 'key-1',
        audience: null,
        passphraseFile: 'p',
        newPassphraseFile: null,
        outputFile: 'b.jwe',
        ...NONE,
      },
    ],
    [
      'request-certificate --output r.pem --config c.json',
      {
        kind: 'request-certificate',
        outputFile: 'r.pem',
        subject: null,
        newKey: false,
        configFile: 'c.json',
        userDataFolder: null,
      },
    ],
    [
      'request-certificate --output r.pem --new-key --subject CN=a',
      { kind: 'request-certificate', outputFile: 'r.pem', subject: 'CN=a', newKey: true, ...NONE },
    ],
    [
      'take-certificate c.pem',
      {
        kind: 'take-certificate',
        certificateFile: 'c.pem',
        issuerId: null,
        pinFile: null,
        untried: false,
        ...NONE,
      },
    ],
    [
      'take-certificate c.pem --issuer-id ISSUER0001 --pin-file pin.txt --untried',
      {
        kind: 'take-certificate',
        certificateFile: 'c.pem',
        issuerId: 'ISSUER0001',
        pinFile: 'pin.txt',
        untried: true,
        ...NONE,
      },
    ],
  ])('%j', (line, expected) => {
    for (const strict of [true, false]) expect(parseCommandLine(line.split(' '), strict)).toEqual(expected);
  });

  it('take the ids that D1 knows us by', () => {
    const more = '--aggregator-id AGG --audience https://d1.example --new-passphrase-file n';
    expect(parseCommandLine(`${MAKE_BUNDLE} ${more}`.split(' '), true)).toMatchObject({
      aggregatorId: 'AGG',
      audience: 'https://d1.example',
      newPassphraseFile: 'n',
    });
    // A thumbprint may begin with a dash.
    expect(parseCommandLine([...MAKE_BUNDLE.replace('--kid key-1', '--kid=-a_b').split(' ')], true)).toMatchObject({
      kid: '-a_b',
    });
  });

  it.each([
    ['make-keys', /--subject and --passphrase-file and --output/],
    ['make-keys --subject CN=a --output k', /needs --passphrase-file$/],
    ['make-keys here --subject CN=a --passphrase-file p --output k', /"here"/],
    ['make-keys --subject= --passphrase-file p --output k', /--subject needs a value/],
    ['make-keys --subject CN=a --passphrase-file p --output k --kid k', /--kid does not belong/],
    ['make-keys --passphrase secret', /passphrase/],
    ['make-bundle k.jwe', /--certificate and --issuer-id and --kid and --passphrase-file and --output/],
    [MAKE_BUNDLE.replace(' k.jwe', ''), /file of the private keys/],
    [`${MAKE_BUNDLE} --aggregator-id=`, /--aggregator-id needs a value/],
    [`${MAKE_BUNDLE} --replace`, /--replace does not belong/],
    ['request-certificate', /needs --output/],
    ['request-certificate r.pem --output r.pem', /"r.pem"/],
    ['request-certificate --output r.pem --passphrase-file p', /--passphrase-file does not belong/],
    ['take-certificate', /file of the certificate/],
    ['take-certificate c.pem --replace', /--replace does not belong/],
    ['take-certificate c.pem --pin-file=', /--pin-file needs a value/],
    ['provision b.jwe --issuer-id ISSUER0001', /--issuer-id does not belong/],
    ['--new-key', /--new-key does not belong/],
  ])('%j is a mistake with a sentence', (line, words) => {
    const command = parseCommandLine(line.split(' '), true);
    expect(command.kind === 'mistake' ? command.message : command.kind).toMatch(words);
  });

  it('are in the help', () => {
    const help = parseCommandLine(['--help'], true);
    for (const name of ['make-keys', 'make-bundle', 'request-certificate', 'take-certificate']) {
      expect(help.kind === 'help' ? help.text : '').toContain(`\ncard-station ${name} `);
    }
  });
});
