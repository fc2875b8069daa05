/** The administrator's area: the PIN, and what lies behind it. */
import type { AdministratorAnswer, OpenDiagnostics, SelfTestLine, StationView } from '../../../main/ipc/contract.ts';
import { MINUTE, NOW, SECOND } from '../moment.ts';
import type { GalleryState, Step } from '../states.ts';
import { card, fault, NEVER, station } from '../views.ts';

const OPEN: Step = { kind: 'click', selector: '[data-testid="tool"][data-tool="administrator"]' };
const part = (name: string): Step => ({
  kind: 'click',
  selector: `[data-testid="administrator-part"][data-part="${name}"]`,
});
const key = (digit: string): Step => ({ kind: 'click', selector: `[data-testid="pad-key"][data-key="${digit}"]` });

const DAY = 24 * 60 * MINUTE;

/** What main says to every question about the PIN. */
const door = (kind: AdministratorAnswer['kind'], waitMs = 0): NonNullable<GalleryState['answers']> => ({
  administrator: { kind, waitMs },
});
const pinState = (
  name: string,
  answers: NonNullable<GalleryState['answers']>,
  steps: readonly Step[] = [],
): GalleryState => ({
  name,
  view: station(),
  answers,
  steps: [OPEN, ...steps],
});

const COMMAND =
  '"/opt/Card Station/card-station" provision BUNDLE --replace --config /etc/card-station/card-station.json';

const DIAGNOSTICS: OpenDiagnostics = {
  kind: 'open',
  at: NOW,
  station: { name: 'Main Street, desk 2', persoStation: 'KIOSK-PS-101', environment: 'production' },
  versions: {
    app: '0.1.0',
    electron: '45.4.1',
    chromium: '156.0.7312.60',
    node: '24.11.1',
    platform: 'linux 6.1.0-41-amd64 x64',
  },
  firstStart: { since: NOW - 3 * DAY, test: { kind: 'fine', at: NOW - 3 * DAY } },
  d1: {
    authUrl: 'https://auth.d1.example/oauth2',
    bankingUrl: 'https://api.d1.example/banking/v1',
  },
  credentials: {
    kind: 'present',
    kid: 'branch-0417-2026',
    certificate: {
      subject: 'CN=CARDSTATION-PROD-0417,O=Example Bank',
      serial: '5f3a09c1e277b04d',
      notAfter: NOW + 214 * DAY,
      daysLeft: 214,
    },
  },
  bundle: null,
  provisionCommand: COMMAND,
  connection: { state: 'ok', lastContactAgeMs: 2 * SECOND },
  faults: [],
  ledger: { standing: 'accepted', count: 1_284, head: '9c41e07b', fileBytes: 503_808 },
  cards: { watched: 3, stored: 1, parked: 0 },
  pace: { inUse: 'followed', sharePercent: 95, cards: 212, drifted: true, medianMs: 44_160, ninetyMs: 71_020 },
  calls: { answered: 1_127, failed: 2 },
  clockSkewMs: 412,
  displays: [{ width: 1920, height: 1080, scale: 1 }],
  logFile: '/home/kiosk/.config/Card Station/logs/card-station.log',
};

const TROUBLE: OpenDiagnostics = {
  ...DIAGNOSTICS,
  credentials: { kind: 'fault', cause: 'locked', detail: 'The collection is locked and its prompt was dismissed.' },
  connection: { state: 'down', lastContactAgeMs: 14 * MINUTE },
  faults: [
    fault('network', 'refused'),
    fault('keychain', 'locked', { owner: 'branch-it', detail: 'The collection is locked.' }),
  ],
  firstStart: {
    since: NOW - 14 * MINUTE,
    test: {
      kind: 'not-fine',
      at: NOW - 13 * MINUTE,
      checks: 5,
      failed: [
        { check: 'tls', fault: fault('network', 'refused') },
        { check: 'token', fault: null },
      ],
    },
  },
  ledger: { standing: 'failing', count: null, head: null, fileBytes: null },
  clockSkewMs: null,
};

const line = (step: SelfTestLine['step'], over: Partial<SelfTestLine>): SelfTestLine => ({
  step,
  state: 'ok',
  detail: '',
  fault: null,
  why: null,
  ...over,
});

type Unlocked = Extract<StationView['administrator'], { kind: 'unlocked' }>;
const signedIn = (selfTest: Unlocked['selfTest'] = null): Partial<StationView> => ({
  administrator: { kind: 'unlocked', selfTest },
});

const PASSED = signedIn({
  running: false,
  at: NOW - MINUTE,
  lines: [
    line('keychain', { detail: 'branch-0417-2026' }),
    line('dns', { detail: 'api.d1.example: 192.0.2.10, 192.0.2.11' }),
    line('tls', { detail: 'TLSv1.3, server certificate until 2027-02-11' }),
    line('token', {}),
    line('read', { state: 'not-done', why: 'no-card' }),
  ],
});

const FAILING = signedIn({
  running: false,
  at: NOW - MINUTE,
  lines: [
    line('keychain', { detail: 'branch-0417-2026' }),
    line('dns', { detail: 'api.d1.example: 192.0.2.10' }),
    line('tls', {
      state: 'failed',
      fault: fault('certificate', 'client-refused', { owner: 'd1-administrator', detail: 'alert 46' }),
    }),
    line('token', { state: 'not-done', why: 'before' }),
    line('read', { state: 'not-done', why: 'before' }),
  ],
});

const RUNNING = signedIn({
  running: true,
  at: NOW - 2 * SECOND,
  lines: [
    line('keychain', { detail: 'branch-0417-2026' }),
    line('dns', { state: 'running' }),
    line('tls', { state: 'waiting' }),
    line('token', { state: 'waiting' }),
    line('read', { state: 'waiting' }),
  ],
});

const SETTINGS = (
  [
    ['station.name', 'Main Street, desk 2', '/etc/card-station/card-station.json'],
    ['station.persoStation', 'KIOSK-PS-101', 'CARD_STATION_CONFIG'],
    ['d1.environment', 'production', '/etc/card-station/policy.json'],
    ['d1.authUrl', 'https://auth.d1.example/oauth2', '/etc/card-station/policy.json'],
    ['d1.bankingUrl', 'https://api.d1.example/banking/v1', '/etc/card-station/policy.json'],
    ['d1.uniqueParameter', '_', null],
    ['pace.atPrinterSeconds', '2', null],
    ['limits.freshnessLimitSeconds', '60', null],
    ['intake.scanPattern', 'D1;(?<cardId>[^;]+);(?<reference>[^;]*)', '/etc/card-station/card-station.json'],
    ['staff.identity', 'initials', '/etc/card-station/card-station.json'],
    ['checkList.items', '["Identity document seen"]', '/etc/card-station/card-station.json'],
    ['screen.language', 'en', null],
    ['screen.theme', 'dark', null],
    ['sound.volumePercent', '60', null],
  ] as const
).map(([path, value, origin]) => ({ path, value, origin }));

const area = (
  name: string,
  view: Partial<StationView>,
  steps: readonly Step[],
  diagnostics: OpenDiagnostics = DIAGNOSTICS,
): GalleryState => ({
  name,
  view: station(view),
  answers: { ...door('unlocked'), diagnostics, settings: { kind: 'open', lines: SETTINGS } },
  steps: [OPEN, ...steps],
});

export const administratorStates: readonly GalleryState[] = [
  pinState('pin', door('locked')),
  pinState('pin-typed', door('locked'), [key('4'), key('8'), key('2'), key('9')]),
  pinState('pin-wrong', door('wrong')),
  pinState('pin-wait', door('wait', 4 * MINUTE)),
  pinState('pin-not-set', door('no-pin')),
  pinState('pin-keychain', door('keychain')),
  area('setup', signedIn(), []),
  area('setup-trouble', { ...signedIn(), faults: TROUBLE.faults }, [], TROUBLE),
  area('self-test-running', RUNNING, []),
  area('self-test-passed', PASSED, []),
  area('self-test-failed', FAILING, []),
  area('settings', signedIn(), [part('settings')]),
  area('diagnostics', { ...signedIn(), cards: [card()] }, [part('diagnostics')]),
  area('diagnostics-trouble', { ...signedIn(), connection: NEVER }, [part('diagnostics')], TROUBLE),
  area('wipe', signedIn(), [part('wipe')]),
  area('quit', signedIn(), [part('quit')]),
  {
    name: 'not-provisioned-pin',
    view: station({ screen: { kind: 'not-provisioned', bundle: null }, connection: NEVER }),
    answers: door('no-pin'),
    steps: [OPEN],
  },
];
