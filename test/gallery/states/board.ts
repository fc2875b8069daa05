/** The board without a card, and before there is one. */
import type { GalleryState } from '../states.ts';
import { MINUTE, NOW } from '../moment.ts';
import { card, NEVER, station } from '../views.ts';

export const boardStates: readonly GalleryState[] = [
  { name: 'starting', view: station({ screen: { kind: 'starting' } }) },
  { name: 'idle', view: station() },
  { name: 'idle-sandbox', view: station({ environment: 'sandbox', testBuild: true }) },
  { name: 'first-start', view: station({ screen: { kind: 'not-provisioned', bundle: null }, connection: NEVER }) },
  {
    name: 'bundle-not-taken',
    view: station({
      screen: {
        kind: 'not-provisioned',
        bundle: { problem: 'open-to-others', detail: '/etc/card-station/provisioning: owner 0, mode 777' },
      },
    }),
  },
  {
    name: 'configuration-problem',
    view: station({
      environment: null,
      connection: NEVER,
      screen: {
        kind: 'configuration',
        problems: [
          {
            path: 'd1.enviroment',
            message: 'is not a known key; did you mean `environment`?',
            source: '/etc/card-station/config.json',
          },
          {
            path: 'd1.bankingUrl',
            message: 'must begin with https:// and a host name',
            source: '/etc/card-station/config.json',
          },
          {
            path: 'limits.freshnessLimitSeconds',
            message: 'must be a whole number of seconds from 5 to 120',
            source: '/etc/card-station/config.json',
          },
        ],
      },
    }),
  },
  {
    name: 'idle-shelf',
    view: station({
      shelf: [
        { cardId: 'card-stored-1', reference: 'Ticket 38', place: 'stored', since: NOW - 95 * MINUTE },
        { cardId: 'a4f1-77c0-9e21-4b6d', reference: null, place: 'parked', since: NOW - 14 * 60 * MINUTE },
      ],
    }),
  },
  {
    name: 'idle-typing',
    view: station(),
    steps: [{ kind: 'scan-keys', text: '271b-6e47-8ec3' }],
  },
  {
    name: 'scan-refused',
    view: station({ notice: { kind: 'refused', id: 3, refusal: 'card-number', max: null } }),
  },
  {
    name: 'scan-known',
    view: station({ cards: [card()], notice: { kind: 'already-watched', id: 3, cardId: card().cardId } }),
  },
  { name: 'silent', view: station(), silent: true },
];
