import { describe, expect, it } from 'vitest';

import { SETTINGS } from '../../../../../main/config/catalogue.ts';
import { readWindowsPolicy } from '../../../../../main/config/registry/windows-policy.ts';
import type { RegTool } from '../../../../../main/config/registry/windows-policy.ts';
import { configOf, lines, loadFrom, problemsOf, SMALLEST } from '../fake-files.ts';
import { exportText, fakeReg, printedPolicies, printedText, utf16, withMark } from './fake-registry.ts';
import type { Values } from './fake-registry.ts';

const KEY = 'HKLM\\SOFTWARE\\Policies\\Card Station';

/** A station with the smallest machine file and this policy. */
function loaded(values: Values | null, tool: Partial<RegTool> = {}) {
  const policy = () => readWindowsPolicy({ ...fakeReg(values), ...tool });
  return loadFrom({ machineFile: SMALLEST }, { policy });
}

describe('the policy of Windows', () => {
  it('outranks the machine file, setting by setting, and is named as the origin of its values', () => {
    const station = loaded({
      'd1.authUrl': 'https://api.d1-stg.thalescloud.io/authz/v2/',
      'station.name': 'Zürich, 東京, مكتب ٢',
      'limits.maxCards': 20,
      'sound.muted': 1,
      'kiosk.onTop': 0,
      'checkList.items': ['Identity seen', 'Signature übereinstimmend'],
    });
    expect(configOf(station)).toMatchObject({
      station: { name: 'Zürich, 東京, مكتب ٢', persoStation: 'KIOSK-PS-101' },
      d1: { authUrl: 'https://api.d1-stg.thalescloud.io/authz/v2', environment: 'staging' },
      limits: { maxCards: 20 },
      sound: { muted: true },
      kiosk: { onTop: false },
      checkList: { items: ['Identity seen', 'Signature übereinstimmend'] },
    });
    const origins = station.kind === 'ok' ? station.origins : new Map<string, string>();
    expect(['limits.maxCards', 'd1.environment', 'limits.startsPerSecond'].map((path) => origins.get(path))).toEqual([
      KEY,
      '/machine/config.json',
      'default',
    ]);
  });

  it('can be the whole configuration, and tells capitals from small letters nowhere', () => {
    const policy = {
      'STATION.NAME': 'Desk 1',
      'station.persostation': 'P1',
      'd1.Environment': 'staging',
      'd1.authurl': SMALLEST.d1.authUrl,
      'd1.bankingurl': SMALLEST.d1.bankingUrl,
    };
    const station = loadFrom({}, { policy: () => readWindowsPolicy(fakeReg(policy)) });
    expect(configOf(station).station).toEqual({ name: 'Desk 1', persoStation: 'P1' });
  });

  it('that is not there is no problem, and one short question shows it', () => {
    const asked: string[] = [];
    const tool = fakeReg(null);
    const query = (key: string) => {
      asked.push(key);
      return tool.query(key);
    };
    expect(configOf(loaded(null, { query })).station.name).toBe(SMALLEST.station.name);
    expect(asked).toEqual(['HKLM\\SOFTWARE\\Policies']);
    expect(configOf(loaded({})).station.name).toBe(SMALLEST.station.name);
    expect(lines(problemsOf(loadFrom({}, { policy: () => readWindowsPolicy(tool) })))).toEqual([
      `No configuration found; looked in: ${KEY}`,
    ]);
  });

  it('of another program with a similar name is not ours', () => {
    const text = printedPolicies(['Card Station 2', 'Card Station\\x', 'My Card Station']);
    expect(readWindowsPolicy({ ...fakeReg({}), query: () => ({ kind: 'printed', text }) }).kind).toBe('none');
  });

  it.each<[string, Partial<RegTool>, string]>([
    [
      'reg.exe does not answer',
      { query: () => ({ kind: 'failed', why: 'reg.exe gave no answer within 10 s' }) },
      'reg.exe gave no answer within 10 s',
    ],
    [
      'reg.exe prints nothing',
      { query: () => ({ kind: 'printed', text: '' }) },
      'reg.exe printed no policies at all, not even those of Windows',
    ],
    [
      'it cannot be exported',
      { exportKey: () => ({ kind: 'failed', why: 'reg.exe ended with code 1' }) },
      'reg.exe ended with code 1',
    ],
    [
      'the export is cut',
      { exportKey: () => ({ kind: 'exported', bytes: utf16('\ufeffWindows') }) },
      'line 1 of its export: is not the header of an export',
    ],
  ])('stops the station when %s', (_, tool, why) => {
    expect(problemsOf(loaded({ 'limits.maxCards': 20 }, tool))).toEqual([
      { path: '', message: `cannot be read: ${why}`, source: KEY },
    ]);
  });

  const OWN: Values = {
    'd1.authUrl': 'https://api.d1-stg.thalescloud.io/authz/v1',
    'station.name': 'Zürich',
    'station.persoStation': 'KIOSK-PS-102',
    'limits.maxCards': 20,
    'checkList.items': ['One', 'Two'],
  };
  const less: Values = Object.fromEntries(Object.entries(OWN).filter(([path]) => path !== 'limits.maxCards'));
  it.each<[string, Values]>([
    ['another address', { ...OWN, 'd1.authUrl': 'https://evil.example/authz/v1' }],
    ['another number', { ...OWN, 'limits.maxCards': 21 }],
    ['another list', { ...OWN, 'checkList.items': ['One', 'Three'] }],
    ['another type', { ...OWN, 'limits.maxCards': '20' }],
    ['another name with letters of its own', { ...OWN, 'station.name': 'Genève' }],
    ['a name with letters of its own for a plain one', { ...OWN, 'station.persoStation': 'é' }],
    ['a longer name', { ...OWN, 'station.name': 'Zürich and much more' }],
    ['a value more', { ...OWN, 'd1.bankingUrl': 'https://evil.example/banking/v1' }],
    ['a value less', less],
    ['no value', {}],
  ])('stops the station when another program has put %s into the export', (_, swapped) => {
    const exportKey = () => ({ kind: 'exported', bytes: withMark(exportText(swapped)) }) as const;
    expect(lines(problemsOf(loaded(OWN, { exportKey })))).toEqual([
      'cannot be read: what reg.exe exported is not what it printed; another program may have changed the file',
    ]);
    expect(loaded(OWN).kind).toBe('ok');
  });

  it('is asked anew when it was just being written', () => {
    let times = 0;
    const exportKey = () => {
      times += 1;
      return { kind: 'exported', bytes: withMark(exportText(times < 3 ? less : OWN)) } as const;
    };
    expect(configOf(loaded(OWN, { exportKey })).limits.maxCards).toBe(20);
    expect(times).toBe(3);
  });

  it('gets one sentence for each value that cannot be used, under its name in the registry', () => {
    const bytes = new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0]);
    const problems = problemsOf(
      loaded({
        '': 'x',
        'd1.enviroment': 'staging',
        proxy: 'none',
        'd1\\proxy': 'none',
        'limits.maxCards': '60',
        'pace.greenSeconds': { hex: 11, bytes },
        'station.name': 7,
        'd1.caFile': { hex: 2, bytes: utf16('%TEMP%\\ca.pem\0') },
        'd1.bankingUrl': '',
        'sound.muted': 2,
        'kiosk.onTop': 'true',
        'checkList.items': '["One"]',
        'screen.language': 'xx',
        'sound.volumePercent': 101,
        'd1.authUrl': 'http://api.d1-stg.thalescloud.io/authz/v1',
        'reasons.file': 'reasons.json',
        'metrics.file': 'C:\\Zähler\\card-station.prom',
      }),
    );
    expect(problems.every(({ source }) => source === KEY)).toBe(true);
    expect(lines(problems)).toEqual([
      '(Default) is the value without a name, which is no setting',
      'd1.enviroment is not a known key; did you mean `d1.environment`?',
      'proxy is not a known key here; did you mean `d1.proxy`?',
      'limits.maxCards must be a REG_DWORD with a whole number of cards from 1 to 60; it is a REG_SZ',
      'pace.greenSeconds must be a REG_DWORD with a whole number of seconds from 1 to 60; it is a REG_QWORD',
      expect.stringMatching(/^station\.name must be a REG_SZ with one line of text, .*; it is a REG_DWORD$/),
      'd1.caFile must be a REG_SZ with the full path of a file; it is a REG_EXPAND_SZ',
      'd1.bankingUrl is empty; it must be an https address',
      'sound.muted must be 1 for true or 0 for false',
      'kiosk.onTop must be a REG_DWORD with 1 for true or 0 for false; it is a REG_SZ',
      expect.stringMatching(
        /^checkList\.items must be a REG_MULTI_SZ with a list of at most 5 lines .*; it is a REG_SZ$/,
      ),
      'metrics.file must be written in plain letters (ASCII) in a policy',
      'd1\\proxy lies in another key: a setting is a value of the policy key itself, such as d1.environment',
      expect.stringContaining('d1.authUrl must begin with https://'),
      'reasons.file must be a full path, because it does not come from a file',
      expect.stringContaining('screen.language must be "en"'),
      'sound.volumePercent must be a whole number of percent from 0 to 100',
    ]);
  });

  it('tells a needed setting of the wrong type once, and does not call it missing', () => {
    const policy = () => readWindowsPolicy(fakeReg({ 'd1.environment': 1 }));
    const { authUrl, bankingUrl } = SMALLEST.d1;
    const machineFile = { ...SMALLEST, d1: { authUrl, bankingUrl } };
    expect(lines(problemsOf(loadFrom({ machineFile }, { policy })))).toEqual([
      expect.stringContaining('d1.environment must be a REG_SZ with "production"'),
    ]);
  });

  it('takes a value twice, in different letters, from no hostile export', () => {
    const values = { 'sound.muted': 1, 'Sound.Muted': 0 };
    const query: RegTool['query'] = (key) =>
      key.endsWith('Station') ? { kind: 'printed', text: printedText(values) } : fakeReg(values).query(key);
    expect(loaded(values, { query }).kind).toBe('problems');
  });

  it('has a name for every setting that differs from all others by more than capitals', () => {
    expect(new Set(SETTINGS.map(({ path }) => path.toLowerCase())).size).toBe(SETTINGS.length);
  });
});
