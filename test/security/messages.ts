/** Hostile messages for every channel, from a seed. One function that stands for itself: it is put into a page as text. */

export interface MadeMessage {
  readonly payload: unknown;
  /** What it is, for whoever reads of a failure. */
  readonly what: string;
}

export interface Messages {
  /** Right by its schema, and nothing that may be done: an unknown card, an old screen, a text that is no card. */
  valid(channel: string): MadeMessage;
  /** Wrong by its schema, in one of many ways. */
  broken(channel: string): MadeMessage;
}

/** `cards` are the ids and operations that are on the board. */
export function makeMessages(seed: number, cards: readonly (readonly [string, string | null])[]): Messages {
  let state = seed >>> 0;
  /** Mulberry32: small, and the same on every engine. */
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (below: number): number => Math.floor(random() * below);
  const oneOf = <T>(list: readonly T[]): T => list[whole(list.length)] as T;
  const digits = (length: number): string => Array.from({ length }, () => whole(10)).join('');

  const STRANGERS = [
    '__proto__',
    'constructor',
    'never-watched',
    '../x',
    '',
    '4111111111111111',
    '\u202eab',
    'x'.repeat(48),
  ];
  /** A card of the board or none, with an operation of it or none. */
  const card = (): readonly [string, string | null] => (random() < 0.6 ? oneOf(cards) : [oneOf(STRANGERS), 'op-x']);
  /** No snapshot that the page was sent in the last seconds has such a number. */
  const sequence = (): number => oneOf([1, 2, 1_000_000_000, Number.MAX_SAFE_INTEGER, 500_000_000 + whole(1_000)]);
  const person = (): string | null => oneOf([null, '', 'AB', '__proto__', 'x'.repeat(64), '<b>x</b>', '7'.repeat(16)]);
  const press = (): Record<string, unknown> => {
    const [cardId, operationId] = card();
    return {
      cardId,
      operationId: random() < 0.7 ? operationId : null,
      sequence: sequence(),
      by: person(),
      second: person(),
    };
  };
  /** Refused as a card, or a card that is there already. */
  const text = (): string =>
    oneOf([
      ...cards.map(([cardId]) => cardId),
      ...[
        '',
        ' ',
        '../../x',
        'a/b',
        'a%2fb',
        'a?b',
        'карта',
        '\u202ecard',
        'a\u0000b',
        'card\r\nx: y',
        'x'.repeat(512),
      ],
      ...['4111111111111111', '4111-1111-1111-1111', ';4111111111111111=2512', '%B4111111111111111^X/Y^2512'],
    ]);

  const VALID: Readonly<Record<string, () => unknown>> = {
    'station:ready': () => ({}),
    'station:watch': () => ({ text: text(), how: oneOf(['scanned', 'typed']) }),
    'station:focus': () => ({ cardId: card()[0] }),
    'station:acknowledge': () => ({ cardId: oneOf(STRANGERS) }),
    'station:bring-back': () => ({ cardId: card()[0] }),
    'station:open': () => ({
      dialog: oneOf(['hand-over', 'reject', 'store', 'decide-elsewhere', 'remove']),
      cardId: card()[0],
    }),
    'station:close': () => ({}),
    'station:hand-over': () => ({
      ...press(),
      operationId: card()[1] ?? 'op-x',
      lastFour: oneOf([null, '', '0000', '1111']),
      readBack: true,
      print: true,
      items: Array.from({ length: whole(11) }, () => whole(1_000_000)),
    }),
    'station:act': () =>
      oneOf<() => unknown>([
        () => ({
          act: 'reject',
          ...press(),
          reason: oneOf(['print', 'chip', 'wrong-card', 'damaged', 'other']),
          outcome: oneOf(['destroyed', 'returned', 'good-after-all']),
        }),
        () => ({ act: 'store', ...press() }),
        () => ({ act: 'decide-elsewhere', ...press() }),
        () => ({ act: 'remove', ...press() }),
      ])(),
    'station:undo': () => ({ number: oneOf([1, 2, 3, Number.MAX_SAFE_INTEGER]) }),
    'station:recent': () => ({}),
    'station:choose': () =>
      oneOf([
        { choice: 'language', value: oneOf(['en', 'fr', 'es', 'ja', 'ar']) },
        { choice: 'theme', value: oneOf(['dark', 'light', 'high-contrast']) },
        { choice: 'muted', value: random() < 0.5 },
        { choice: 'volume', value: whole(101) },
      ]),
    'station:administrator': () =>
      oneOf<unknown>([
        { act: 'look' },
        { act: 'touch' },
        { act: 'lock' },
        { act: 'unlock', pin: digits(1 + whole(5)) },
        { act: 'unlock', pin: digits(12) },
      ]),
    'station:diagnostics': () => ({}),
    'station:settings': () => ({}),
    'station:self-test': () => ({ act: oneOf(['start', 'end']) }),
    'station:quit': () => ({}),
    // One that was never sent ends the page at once: e2e/recovery.spec.ts.
    'station:painted': () => ({ sequence: oneOf([0, 1, 7]) }),
  };

  const ring = (): unknown => {
    const it: Record<string, unknown> = {};
    it['ring'] = it;
    return it;
  };
  const deep = (): unknown => {
    let it: unknown = 'card-0001';
    for (let level = 0; level < 1_000; level += 1) it = random() < 0.5 ? [it] : { it };
    return it;
  };
  /** Values that no field of any message takes. */
  const junk = (): unknown =>
    oneOf<() => unknown>([
      () => undefined,
      () => NaN,
      () => -Infinity,
      () => -1,
      () => 0.5,
      () => 10n,
      () => [],
      () => [[[]]],
      () => ({}),
      () => ring(),
      () => deep(),
      () => new Date(whole(1e9)),
      () => new Map([['cardId', 'card-0001']]),
      () => new Set(['card-0001']),
      () => new Uint8Array(whole(64)),
      () => new Float64Array(whole(64)).buffer,
      () => /x/g,
      () => new Error('hostile'),
      () => 'x'.repeat(513 + whole(20_000)),
      () => 'y'.repeat(random() < 0.02 ? 1_000_000 : 600),
      () => JSON.parse('{"__proto__": {"cardId": "card-0001"}, "constructor": {"prototype": {}}}') as unknown,
      () => Object.create(null) as unknown,
    ])();

  const BREAKS: readonly ((valid: Record<string, unknown>) => MadeMessage)[] = [
    // An empty object of any kind is what some channels ask for.
    () => ({
      payload: oneOf<unknown>([undefined, null, NaN, 10n, true, 'station', 'x'.repeat(50_000)]),
      what: 'no message at all',
    }),
    () => ({ payload: [{}], what: 'a list' }),
    (valid) => ({
      payload: { ...valid, [oneOf(['x', '__proto__x', 'constructor', 'then', 'toString'])]: 1 },
      what: 'one field too many',
    }),
    (valid) => {
      // An empty list of points is right.
      const names = Object.keys(valid).filter((name) => name !== 'items');
      if (names.length === 0) return { payload: null, what: 'null' };
      const name = oneOf(names);
      return { payload: { ...valid, [name]: junk() }, what: `junk in ${name}` };
    },
    (valid) => {
      const names = Object.keys(valid);
      if (names.length === 0) return { payload: 7, what: 'a number' };
      const without = oneOf(names);
      const rest = Object.entries(valid).filter(([name]) => name !== without);
      return { payload: { ...Object.fromEntries(rest), more: 1 }, what: 'another field in its place' };
    },
  ];

  const validOf = (channel: string): unknown => VALID[channel]?.() ?? {};
  return {
    valid: (channel) => ({ payload: validOf(channel), what: 'valid' }),
    broken: (channel) => oneOf(BREAKS)(validOf(channel) as Record<string, unknown>),
  };
}
