/** Every metric of the station: what it is called, what kind it is, what it means. `docs/operations/metrics.md` explains them. */

interface Metric {
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly help: string;
}

/** In the order of the file. Base units, and the names that Prometheus asks for. */
export const METRICS = {
  card_station_up: {
    type: 'gauge',
    help: '1 while the station runs, 0 once it has ended in order. A station that was killed leaves 1 and an old timestamp.',
  },
  card_station_written_timestamp_seconds: {
    type: 'gauge',
    help: 'When this file was written, by the clock of the PC.',
  },
  card_station_info: { type: 'gauge', help: 'Which station and which program this is; always 1.' },
  card_station_started_timestamp_seconds: {
    type: 'gauge',
    help: 'When the program was started, by the clock of the PC. Counters begin anew with each start.',
  },
  card_station_version_test_standing: {
    type: 'gauge',
    help: '1 for the standing of the self-test that a version makes at its first start: waiting, running, fine or not-fine.',
  },
  card_station_setup: {
    type: 'gauge',
    help: '1 for how far the station is set up: starting, not-provisioned or ready.',
  },
  card_station_d1_connection: {
    type: 'gauge',
    help: '1 for the state of the way to D1: never (no exchange since the start), ok, degraded or down.',
  },
  card_station_d1_contact_age_seconds: {
    type: 'gauge',
    help: 'Age of the newest exchange with D1 that succeeded, a read or a sign-in, when the file was written.',
  },
  card_station_d1_answer_age_seconds: {
    type: 'gauge',
    help: 'Age of the newest answer of D1 on a card, when the file was written. It grows while no card is watched.',
  },
  card_station_d1_calls_total: {
    type: 'counter',
    help: 'Reads of a card and sign-ins that ended, by what came of them: answered, or the family of the fault.',
  },
  card_station_clock_skew_seconds: { type: 'gauge', help: 'How far the clock of the PC is ahead of that of D1.' },
  card_station_client_certificate_expiry_timestamp_seconds: {
    type: 'gauge',
    help: 'When the client certificate in use ends.',
  },
  card_station_faults_active: {
    type: 'gauge',
    help: 'How many parts or cards of the station have this fault now; a fault that nobody has is not listed.',
  },
  card_station_cards: {
    type: 'gauge',
    help: 'Cards on the screen (watched), put away by staff (stored) or by the station (parked).',
  },
  card_station_green_cards_total: {
    type: 'counter',
    help: 'Cards that the screen has shown as hand over, each order of a card once for each time that it is on the screen.',
  },
  card_station_staff_actions_total: {
    type: 'counter',
    help: 'What staff did with cards, as recorded, by kind. An action that was taken back stays counted, and undone counts too.',
  },
  card_station_personalisation_seconds: {
    type: 'histogram',
    help: 'Time from when the station first saw an order under way to when it first saw it personalised.',
  },
  card_station_pace_standing: {
    type: 'gauge',
    help: '1 for the pace in use for cards under way: configured (learning is off), too-few, not-followed or followed.',
  },
  card_station_pace_cards: { type: 'gauge', help: 'Cards that the pace in use was learned from.' },
  card_station_pace_drift_active: {
    type: 'gauge',
    help: '1 while the pace rests on few cards because those before them were forgotten: the newer ones take another time.',
  },
  card_station_pace_card_seconds: {
    type: 'gauge',
    help: 'What this share of the cards that were learned from took at most.',
  },
  card_station_page_starts_total: {
    type: 'counter',
    help: 'How often the page on the screen began, the first time included.',
  },
  card_station_page_recovery_steps_total: {
    type: 'counter',
    help: 'What the station did about trouble with its page, by step.',
  },
  card_station_page_stopped: {
    type: 'gauge',
    help: '1 while the stop page stands, which only a new start of the program ends.',
  },
  card_station_record_standing: {
    type: 'gauge',
    help: '1 for the standing of the record: opening, accepted, unaccepted or failing.',
  },
  card_station_record_rows: { type: 'gauge', help: 'Rows of the signed chain, removed ones included: it never falls.' },
  card_station_record_head_digest: {
    type: 'gauge',
    help: 'First 8 hexadecimal digits of the signature of the newest row, as a number.',
  },
  card_station_record_size_bytes: { type: 'gauge', help: 'Size of the record on disk, its journal included.' },
} as const satisfies Readonly<Record<`card_station_${string}`, Metric>>;

export type MetricName = keyof typeof METRICS;
