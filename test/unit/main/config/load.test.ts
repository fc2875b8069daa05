import { describe, expect, it } from 'vitest';

import { loadConfiguration } from '../../../../main/config/load.ts';
import { configOf, fakeFiles, lines, loadFrom, loadText, problemsOf, SMALLEST, smallestWith } from './fake-files.ts';

describe('a configuration that is right', () => {
  it('loads from the smallest file, with every default filled in', () => {
    const config = configOf(loadText(SMALLEST));
    expect(config.station).toEqual(SMALLEST.station);
    expect(config.d1).toMatchObject({
      ...SMALLEST.d1,
      auth: 'direct',
      caMode: 'add',
      proxy: 'system',
      tokenEncoding: 'form',
    });
    expect(config.limits).toMatchObject({
      freshnessLimitSeconds: 60,
      slowAfterSeconds: 360,
      stuckAfterSeconds: 900,
      maxCards: 60,
    });
    expect(config.pace).toMatchObject({
      requestedSeconds: 3,
      atPrinterSeconds: 2,
      greenSeconds: 15,
      jitterPercent: 20,
    });
    expect(config.kiosk.fullScreen).toBe(true);
  });

  it('has all reserved groups, and takes them empty', () => {
    const reserved = ['credentials'];
    const config = configOf(loadText({ ...SMALLEST, ...Object.fromEntries(reserved.map((group) => [group, {}])) }));
    for (const group of reserved) expect(config).toHaveProperty(group, {});
  });

  it('takes a file for the figures by a name that collectors read, and no other', () => {
    const config = configOf(loadText(smallestWith({ metrics: { file: '/collected/card-station.prom' } })));
    expect(config.metrics).toEqual({ file: '/collected/card-station.prom', everySeconds: 15 });
    const problems = problemsOf(loadText(smallestWith({ metrics: { file: '/profile/ledger.sqlite' } })));
    expect(lines(problems)).toEqual(['metrics.file must be the path of a file whose name ends in .prom']);
  });

  it('says where each setting comes from', () => {
    const loaded = loadFrom({ machineFile: SMALLEST, profileFile: { screen: { language: 'en' } } });
    if (loaded.kind !== 'ok') throw new Error('not loaded');
    expect(loaded.origins.get('d1.authUrl')).toBe('/machine/config.json');
    expect(loaded.origins.get('screen.language')).toBe('/profile/config.json');
    expect(loaded.origins.get('pace.greenSeconds')).toBe('default');
    expect(loaded.origins.has('d1.caFile')).toBe(false);
  });

  it('cannot be changed afterwards', () => {
    const config = configOf(loadText(SMALLEST));
    expect(() => Object.assign(config.limits, { freshnessLimitSeconds: 9_999 })).toThrow(TypeError);
    expect(() => Object.assign(config, { limits: {} })).toThrow(TypeError);
  });

  it('drops slashes at the end of addresses and writes the host in small letters', () => {
    const config = configOf(
      loadText(smallestWith({ d1: { bankingUrl: 'https://API.D1-stg.ThalesCloud.io:443/banking/v1//' } })),
    );
    expect(config.d1.bankingUrl).toBe('https://api.d1-stg.thalescloud.io/banking/v1');
  });

  it('takes a relative caFile from the folder of the file that names it', () => {
    const caFile = (contents: Parameters<typeof loadFrom>[0]) => configOf(loadFrom(contents)).d1.caFile;
    expect(caFile({ machineFile: smallestWith({ d1: { caFile: 'bank-ca.pem' } }) })).toBe('/machine/bank-ca.pem');
    expect(caFile({ profileFile: SMALLEST, configFlag: { d1: { caFile: '../ca.pem' } } })).toBe('/ca.pem');
    expect(caFile({ profileFile: SMALLEST, policyFile: { d1: { caFile: '/etc/ssl/bank.pem' } } })).toBe(
      '/etc/ssl/bank.pem',
    );
  });

  it('needs a full path in a policy that is no file', () => {
    const values = { d1: { caFile: 'ca.pem' } };
    const policy = () => ({ kind: 'read', name: 'Group Policy', values, problems: [] }) as const;
    const problems = problemsOf(loadFrom({ machineFile: SMALLEST }, { policy }));
    expect(problems).toEqual([
      {
        path: 'd1.caFile',
        message: 'must be a full path, because it does not come from a file',
        source: 'Group Policy',
      },
    ]);
  });
});

describe('problems', () => {
  it('are all reported at once, each with its path, a plain sentence and its source', () => {
    const problems = problemsOf(
      loadFrom({
        machineFile: {
          station: { name: '' },
          d1: {
            enviroment: 'staging',
            authUrl: 'http://d1.example',
            bankingUrl: 7,
            auth: 'relay',
            caMode: 'only',
          },
          limit: {},
          limits: { slowAfterSeconds: 900, stuckAfterSeconds: 900 },
        },
        profileFile: { screen: { language: 'de' }, kiosk: { fullscreen: true } },
      }),
    );
    expect(lines(problems).sort()).toEqual(
      [
        'd1.enviroment is not a known key; did you mean `environment`?',
        'limit is not a known key; did you mean `limits`?',
        'kiosk.fullscreen is not a known key; did you mean `fullScreen`?',
        'station.name must be one line of text, 1 to 60 characters, without control or text-direction characters',
        'station.persoStation is missing; it must be one line of text, 1 to 64 characters, without control or text-direction characters',
        'd1.environment is missing; it must be "production", "staging", "develop" or "sandbox"',
        'd1.authUrl must begin with https:// and a host name',
        'd1.bankingUrl must be an https address in double quotes',
        'd1.auth must be "direct", "relay-mtls" or "relay-oauth"',
        'd1.caMode is "only", so d1.caFile must name the file with the authorities to trust',
        'limits.slowAfterSeconds must be less than limits.stuckAfterSeconds (900)',
        'screen.language must be "en", "fr", "es", "ja" or "ar"',
      ].sort(),
    );
    expect(problems.find((problem) => problem.path === 'screen.language')?.source).toBe('/profile/config.json');
    expect(problems.find((problem) => problem.path === 'd1.enviroment')?.source).toBe('/machine/config.json');
  });

  it.each([
    ['d1', 'enviroment', 'did you mean `environment`?'],
    ['d1', 'ENVIRONMENT', 'did you mean `environment`?'],
    ['d1', 'caFiel', 'did you mean `caFile`?'],
    ['limits', 'freshnesLimitSeconds', 'did you mean `freshnessLimitSeconds`?'],
    ['d1', 'persoStation', 'is not a known key here; did you mean `station.persoStation`?'],
    ['d1', 'colour', 'is not a known key'],
    ['credentials', 'loudness', 'is not a known key; this group has no settings yet'],
  ])('for %s.%s say: %s', (group, key, sentence) => {
    const [problem, ...others] = problemsOf(loadText(smallestWith({ [group]: { [key]: 1 } })));
    expect(problem?.path).toBe(`${group}.${key}`);
    expect(problem?.message.endsWith(sentence)).toBe(true);
    expect(others).toEqual([]);
  });

  it('suggest a word for a misspelt value', () => {
    expect(lines(problemsOf(loadText(smallestWith({ d1: { environment: 'stagging' } }))))).toEqual([
      'd1.environment must be "production", "staging", "develop" or "sandbox"; did you mean "staging"?',
    ]);
  });

  it('never repeat a value, which may be a secret in the wrong place', () => {
    const secret = 'hunter2-hunter2';
    const loaded = loadFrom({
      machineFile: smallestWith({
        d1: { authUrl: `https://user:${secret}@d1.example/`, statusPath: secret, auth: secret },
      }),
      profileFile: smallestWith({ station: { name: secret }, limits: { maxCards: secret } }),
    });
    expect(problemsOf(loaded)).toHaveLength(4);
    expect(JSON.stringify(loaded)).not.toContain(secret);
  });

  it('keep quiet on what is missing while a source could not be read', () => {
    const loaded = loadFrom({ machineFile: '{ "station": ', profileFile: { limits: { maxCards: 0 } } });
    expect(problemsOf(loaded).map(({ path, source }) => [path, source])).toEqual([
      ['', '/machine/config.json'],
      ['limits.maxCards', '/profile/config.json'],
    ]);
  });

  it('do not grow without end', () => {
    const many = Object.fromEntries(Array.from({ length: 40_000 }, (_, number) => [`key${String(number)}`, 0]));
    const problems = problemsOf(loadText({ ...SMALLEST, ...many }));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe('and 39900 more problems; these come first');
  });
});

describe('files that are not there', () => {
  it('all missing: says where it looked', () => {
    const loaded = loadConfiguration({
      policyFile: '/etc/p.json',
      machineFile: '/etc/c.json',
      profileFile: '/home/c.json',
      environmentVariable: '',
      readFile: fakeFiles({}),
    });
    expect(problemsOf(loaded)).toEqual([
      { path: '', message: 'No configuration found; looked in: /etc/p.json, /etc/c.json, /home/c.json', source: '' },
    ]);
  });

  it('are a problem when somebody named them', () => {
    const missing = { configFlag: '/nowhere.json', environmentVariable: '/lost.json' };
    expect(problemsOf(loadFrom({ machineFile: SMALLEST }, missing))).toEqual([
      { path: '', message: 'does not exist; --config names it', source: '/nowhere.json' },
      { path: '', message: 'does not exist; CARD_STATION_CONFIG names it', source: '/lost.json' },
    ]);
  });

  it('are no problem when they are optional', () => {
    expect(loadFrom({ configFlag: SMALLEST }, { machineFile: '/no.json', policyFile: '/no.json' }).kind).toBe('ok');
  });
});
