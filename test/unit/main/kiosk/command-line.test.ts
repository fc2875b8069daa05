import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseCommandLine, type Command } from '../../../../main/kiosk/command-line.ts';

const NONE = { configFile: null, userDataFolder: null };
const PROVISION = {
  kind: 'provision',
  bundleFile: 'bundle.json',
  replace: false,
  untried: false,
  passphraseFile: null,
  pinFile: null,
} as const;
const strict = (...args: string[]): Command => parseCommandLine(args, true);
const lenient = (...args: string[]): Command => parseCommandLine(args, false);

function mistake(command: Command): string {
  if (command.kind !== 'mistake') throw new Error(`expected a mistake, got ${command.kind}`);
  return command.message;
}

describe('the commands', () => {
  it.each<[string, Command]>([
    ['', { kind: 'run', ...NONE }],
    ['--config a.json', { kind: 'run', configFile: 'a.json', userDataFolder: null }],
    ['--config=a.json --user-data-dir=/profile', { kind: 'run', configFile: 'a.json', userDataFolder: '/profile' }],
    ['watch card-1', { kind: 'watch', cardId: 'card-1', operationId: undefined, reference: undefined, ...NONE }],
    [
      'watch card-1 --operation op --reference Desk',
      { kind: 'watch', cardId: 'card-1', operationId: 'op', reference: 'Desk', ...NONE },
    ],
    [
      '--reference=Desk watch --operation=op card-1',
      { kind: 'watch', cardId: 'card-1', operationId: 'op', reference: 'Desk', ...NONE },
    ],
    ['provision bundle.json', { ...PROVISION, ...NONE }],
    ['provision bundle.json --pin-file pin.txt', { ...PROVISION, pinFile: 'pin.txt', ...NONE }],
    [
      'provision bundle.jwe --passphrase-file words.txt',
      {
        ...PROVISION,
        bundleFile: 'bundle.jwe',
        passphraseFile: 'words.txt',
        ...NONE,
      },
    ],
    [
      'provision --replace bundle.json --user-data-dir d',
      { ...PROVISION, replace: true, configFile: null, userDataFolder: 'd' },
    ],
    [
      'seal-bundle bundle.json --passphrase-file words.txt --output bundle.jwe',
      {
        kind: 'seal-bundle',
        bundleFile: 'bundle.json',
        passphraseFile: 'words.txt',
        outputFile: 'bundle.jwe',
        ...NONE,
      },
    ],
    ['config check', { kind: 'config', action: 'check', ...NONE }],
    ['config print', { kind: 'config', action: 'print', ...NONE }],
    ['config schema --config c.json', { kind: 'config', action: 'schema', configFile: 'c.json', userDataFolder: null }],
    ['--version', { kind: 'version' }],
    ['self-test', { kind: 'self-test', outputFile: null, ...NONE }],
    ['self-test --output o.txt', { kind: 'self-test', outputFile: 'o.txt', ...NONE }],
    ['support-bundle --output o.txt', { kind: 'support-bundle', outputFile: 'o.txt', selfTest: false, ...NONE }],
    [
      'support-bundle --self-test --output o.txt',
      { kind: 'support-bundle', outputFile: 'o.txt', selfTest: true, ...NONE },
    ],
    ['update-window --config c.json', { kind: 'update-window', configFile: 'c.json', userDataFolder: null }],
  ])('%j', (line, expected) => {
    const args = line === '' ? [] : line.split(' ');
    expect(lenient(...args)).toEqual(expected);
    expect(strict(...args)).toEqual(expected);
  });

  it.each([['--help'], ['help'], ['watch', '--help'], ['provision', '--help'], ['config', '--help']])(
    '%j %j explains everything',
    (...args) => {
      for (const command of [strict(...args), lenient(...args)]) {
        expect(command).toMatchObject({
          kind: 'help',
          text: expect.stringMatching(
            /watch[\s\S]*provision[\s\S]*config[\s\S]*Exit codes: 0[\s\S]*1[\s\S]*2/,
          ) as string,
        });
      }
    },
  );

  it('keeps a value with spaces and equals signs whole', () => {
    expect(strict('watch', 'card', '--reference', 'Desk 2 = left')).toMatchObject({ reference: 'Desk 2 = left' });
    expect(strict('watch', 'card', '--reference=a=b')).toMatchObject({ reference: 'a=b' });
  });
});

describe('wrong use is a mistake with a sentence', () => {
  it.each([
    ['wach card', /wach/],
    ['watch', /id of a card/],
    ['watch a b', /"b"/],
    ['provision', /bundle/],
    ['provision a b', /"b"/],
    ['config', /check, print or schema/],
    ['config chek', /check, print or schema/],
    ['config check all', /"all"/],
    ['--replace', /--replace/],
    ['watch card --replace', /--replace/],
    ['provision b --operation o', /--operation/],
    ['provision b --pin-file', /pin-file/],
    ['provision b --pin-file=', /pin-file/],
    ['provision b --passphrase-file', /passphrase-file/],
    ['provision b --passphrase-file=', /passphrase-file/],
    ['watch card --passphrase-file p', /--passphrase-file/],
    ['seal-bundle', /bundle/],
    ['seal-bundle b', /--passphrase-file and --output/],
    ['seal-bundle b --output o', /--passphrase-file and --output/],
    ['seal-bundle b --passphrase-file p', /--passphrase-file and --output/],
    ['seal-bundle b --passphrase-file p --output=', /--passphrase-file and --output/],
    ['seal-bundle b --passphrase-file p --output o --replace', /--replace/],
    ['provision b --pin 482913', /2|pin/],
    ['watch card --pin-file p', /--pin-file/],
    ['--pin-file p', /--pin-file/],
    ['config check --reference r', /--reference/],
    ['self-test now', /"now"/],
    ['self-test --output=', /--output needs a value/],
    ['support-bundle', /--output/],
    ['support-bundle --output=', /--output needs a value/],
    ['support-bundle here --output o', /"here"/],
    ['update-window now', /"now"/],
    ['update-window --output o', /--output/],
    ['self-test --self-test', /--self-test/],
    ['--operation o', /--operation/],
    ['--config', /config/],
    ['--user-data-dir', /user-data-dir/],
    ['watch card --operation', /operation/],
    ['watch card --reference --operation o', /reference/],
    ['provision b --replace=yes', /replace/],
    ['--config=', /config/],
    ['--user-data-dir=', /user-data-dir/],
    ['toString', /toString/],
    ['constructor', /constructor/],
    ['__proto__', /__proto__/],
    ['--Config a', /Config/],
  ])('%j', (line, words) => {
    for (const command of [strict(...line.split(' ')), lenient(...line.split(' '))]) {
      const message = mistake(command);
      expect(message).toMatch(words);
      expect(message).not.toContain('\n');
    }
  });

  it('is a misspelt option in strict use', () => {
    for (const option of ['--confg=a', '--constructor', '--operaton=o', '--referense', '--user-data-dri=d', '-h']) {
      expect(mistake(strict('watch', 'card', option))).toContain(option.replace(/^-+|=.*/g, ''));
    }
  });
});

describe('switches of the browser engine', () => {
  const DANGEROUS = [
    'no-sandbox',
    'remote-debugging-port=9222',
    'remote-debugging-pipe',
    'inspect',
    'inspect-brk=0.0.0.0:9229',
    'js-flags=--expose-gc',
    'load-extension=/tmp/x',
    'host-rules=MAP * 127.0.0.1',
    'host-resolver-rules=MAP * 127.0.0.1',
    'ignore-certificate-errors',
    'ignore-certificate-errors-spki-list=abc',
    'allow-insecure-localhost',
    'disable-web-security',
    'disable-site-isolation-trials',
    'single-process',
    'disable-features=NetworkService',
    'enable-features=X',
    'proxy-server=evil:1',
    'proxy-pac-url=http://evil',
    'auth-server-whitelist=*',
    'log-net-log=/tmp/keys',
    'ssl-key-log-file=/tmp/keys',
    'renderer-process-limit=1',
    'gpu-launcher=/bin/sh',
    'utility-cmd-prefix=/bin/sh',
    'renderer-cmd-prefix=/bin/sh',
    'no-zygote',
    'disable-gpu-sandbox',
    'app=http://evil',
    'user-agent=x',
    'lang-x',
  ];

  it.each(DANGEROUS)(
    '--%s is refused by a rolled-out station, wherever it stands and however it is written',
    (name) => {
      const bare = name.split('=', 1)[0] ?? name;
      for (const written of [`--${name}`, `-${name}`, `--${name.toUpperCase()}`]) {
        for (const args of [
          [written],
          [written, 'watch', 'card'],
          ['watch', 'card', written],
          ['--config', 'a', written],
          ['config', 'check', '--', written],
        ]) {
          expect(mistake(strict(...args)).toLowerCase()).toContain(bare.toLowerCase());
        }
      }
    },
  );

  it.each(DANGEROUS)('--%s is not taken as the value of an option of ours', (name) => {
    for (const option of ['--config', '--user-data-dir', '--reference', '--operation', '--pin-file']) {
      expect(strict('watch', 'card', option, `--${name}`).kind).toBe('mistake');
      expect(strict('watch', 'card', option, `-${name}`).kind).toBe('mistake');
    }
  });

  it('are refused in the form of Windows as well, where the engine takes a slash for a switch', () => {
    const onWindows = (...args: string[]): Command => parseCommandLine(args, true, 'win32');
    for (const args of [
      ['/no-sandbox'],
      ['--config', '/no-sandbox'],
      ['--user-data-dir', '/remote-debugging-port=9222'],
      ['provision', '/no-sandbox'],
      ['watch', 'card', '--reference', '/js-flags=x'],
    ]) {
      expect(onWindows(...args).kind).toBe('mistake');
    }
    expect(onWindows('--config', 'C:\\bank\\config.json')).toMatchObject({
      kind: 'run',
      configFile: 'C:\\bank\\config.json',
    });
    expect(parseCommandLine(['--config', '/etc/bank.json'], true, 'linux')).toMatchObject({
      kind: 'run',
      configFile: '/etc/bank.json',
    });
  });

  it('that only say where and how large to draw are let through', () => {
    for (const arg of [
      '--ozone-platform=headless',
      '--ozone-platform-hint=auto',
      '--force-device-scale-factor=2',
      '--lang=fr',
      '--disable-gpu',
    ]) {
      expect(strict(arg, 'watch', 'card')).toMatchObject({ kind: 'watch', cardId: 'card' });
    }
  });

  it('are left to the engine by a build for development', () => {
    expect(lenient('--no-sandbox', '--remote-debugging-port=0', '--inspect=0', '--config', 'a')).toMatchObject({
      kind: 'run',
      configFile: 'a',
    });
  });

  it('never get through strict, whatever stands around them', () => {
    const word = fc.constantFrom(
      'watch',
      'provision',
      'config',
      'check',
      'card',
      '--config',
      '--config=a',
      '--reference',
      '--reference=x',
      '--replace',
      '--lang=fr',
      '--',
      '-',
      '',
    );
    const bad = fc.constantFrom(...DANGEROUS).chain((name) => fc.constantFrom(`--${name}`, `-${name}`));
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 5 }),
        bad,
        fc.array(word, { maxLength: 5 }),
        (before, switched, after) => {
          const { kind } = strict(...before, switched, ...after);
          expect(['mistake']).toContain(kind);
        },
      ),
    );
  });

  it('never make the reading of arguments throw', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 }), { maxLength: 6 }), fc.boolean(), (args, isStrict) => {
        expect(typeof parseCommandLine(args, isStrict).kind).toBe('string');
      }),
    );
  });
});
