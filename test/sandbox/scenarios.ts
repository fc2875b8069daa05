/**
 * What can become of a card, one row per step: when it is reached, in ms since the order, and what D1 then says.
 * `order` tells the operations of one card apart; a row of another order adds an operation, a row of the same one changes it.
 * Pairings and reasons are those of D1's examples. D1 portal, Track production.
 */
export interface Step {
  readonly order: number;
  readonly afterMs: number;
  readonly operation: string;
  readonly status: string;
  readonly detail: string;
  readonly reason?: string;
  readonly errorCode?: string;
  readonly error?: string;
}

/** What D1 can say of an operation, by the name used in the control API. */
export const STATES = {
  requested: { status: 'PENDING', detail: 'CARD_PROD_REQUESTED' },
  ready: { status: 'PENDING', detail: 'CARD_PROD_READY' },
  done: { status: 'SUCCESSFUL', detail: 'CARD_PROD_DONE' },
  'data-exception': { status: 'FAILED', detail: 'DATA_EXCEPTION', reason: 'MISSING_SATELLITEUID' },
  'production-exception': { status: 'FAILED', detail: 'CARD_PROD_EXCEPTION', reason: 'CB_TIME' },
  cancelled: { status: 'FAILED', detail: 'CARD_PROD_CANCELED' },
  // Values of central issuance: D1 publishes no top-level status for them, PENDING is our assumption.
  prepared: { status: 'PENDING', detail: 'DATA_PREPARED' },
  ongoing: { status: 'PENDING', detail: 'CARD_PROD_ONGOING' },
  // Made up: pairings and values that D1's lists do not hold.
  contradiction: { status: 'SUCCESSFUL', detail: 'CARD_PROD_REQUESTED' },
  'unknown-success': { status: 'SUCCESSFUL', detail: 'CARD_PROD_COMPLETED' },
  'unknown-failure': {
    status: 'FAILED',
    detail: 'CARD_PROD_REJECTED',
    errorCode: 'REJECTED',
    error: 'Card was rejected',
  },
} as const;
export type StateName = keyof typeof STATES;

function at(afterMs: number, state: StateName, order = 0, operation = 'PRODUCE'): Step {
  return { order, afterMs, operation, ...STATES[state] };
}

const SECOND = 1_000;
const MINUTE = 60_000;
/** Reached by stepping only: nobody watches a card for days. */
const DAY = 86_400_000;

const NORMAL = [at(0, 'requested'), at(4 * SECOND, 'ready'), at(12 * SECOND, 'done')];

interface Scenario {
  /** One sentence for the control page. */
  readonly says: string;
  readonly steps: readonly Step[];
}

export const SCENARIOS = {
  normal: { says: 'Requested, at the printer, done.', steps: NORMAL },
  'by-hand': {
    says: 'Moves only when stepped.',
    steps: [at(0, 'requested'), at(DAY, 'ready'), at(2 * DAY, 'done')],
  },
  slow: {
    says: 'Done only after 8 minutes.',
    steps: [at(0, 'requested'), at(MINUTE, 'ready'), at(8 * MINUTE, 'done')],
  },
  stuck: { says: 'Stays at the printer for ever.', steps: [at(0, 'requested'), at(4 * SECOND, 'ready')] },
  'data-exception': {
    says: 'Data processing fails.',
    steps: [at(0, 'requested'), at(5 * SECOND, 'data-exception')],
  },
  'production-exception': {
    says: 'Personalisation fails.',
    steps: [at(0, 'requested'), at(4 * SECOND, 'ready'), at(10 * SECOND, 'production-exception')],
  },
  cancelled: {
    says: 'Cancelled by the issuer.',
    steps: [at(0, 'requested'), at(4 * SECOND, 'ready'), at(8 * SECOND, 'cancelled')],
  },
  'never-ordered': { says: 'No order exists.', steps: [] },
  'late-order': {
    says: 'The order appears after 20 seconds.',
    steps: [at(20 * SECOND, 'requested'), at(24 * SECOND, 'ready'), at(32 * SECOND, 'done')],
  },
  replaced: {
    says: 'Done, then a new order of the same card.',
    steps: [...NORMAL, at(30 * SECOND, 'requested', 1), at(34 * SECOND, 'ready', 1), at(42 * SECOND, 'done', 1)],
  },
  'central-values': {
    says: 'Pending values of central issuance.',
    steps: [
      at(0, 'requested'),
      at(3 * SECOND, 'prepared'),
      at(6 * SECOND, 'ready'),
      at(9 * SECOND, 'ongoing'),
      at(15 * SECOND, 'done'),
    ],
  },
  contradiction: {
    says: 'SUCCESSFUL with CARD_PROD_REQUESTED.',
    steps: [at(0, 'requested'), at(5 * SECOND, 'contradiction')],
  },
  'unknown-success': {
    says: 'SUCCESSFUL with a value nobody knows.',
    steps: [at(0, 'requested'), at(4 * SECOND, 'ready'), at(10 * SECOND, 'unknown-success')],
  },
  'unknown-failure': {
    says: 'FAILED with a value nobody knows.',
    steps: [at(0, 'requested'), at(4 * SECOND, 'ready'), at(10 * SECOND, 'unknown-failure')],
  },
  'done-then-failed': {
    says: 'Done, then an exception of the same operation.',
    steps: [...NORMAL, at(20 * SECOND, 'production-exception')],
  },
  'failed-then-done': {
    says: 'An exception, then done: a reprint under one operation.',
    steps: [
      at(0, 'requested'),
      at(4 * SECOND, 'ready'),
      at(8 * SECOND, 'production-exception'),
      at(16 * SECOND, 'done'),
    ],
  },
  'other-operation': {
    says: 'Beside a pending PRODUCE, another operation is done.',
    steps: [at(0, 'requested'), at(SECOND, 'done', 1, 'UPDATE_ORDER'), at(4 * SECOND, 'ready')],
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as [ScenarioName, ...ScenarioName[]];
export const STATE_NAMES = Object.keys(STATES) as [StateName, ...StateName[]];
