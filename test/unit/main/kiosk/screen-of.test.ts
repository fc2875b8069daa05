import { expect, it } from 'vitest';

import { screenOf } from '../../../../main/kiosk/screen-of.ts';
import type { StationState } from '../../../../main/tracking/station-state.ts';

const none: StationState['cards'] = new Map();
const some = new Map([['card-0001', {}]]) as unknown as StationState['cards'];
const screen = (setup: StationState['setup'], cards: StationState['cards']) => screenOf({ setup, cards }, () => null);

it('shows the cards of the record before the keychain has answered, and without any that the station starts', () => {
  expect(screen('starting', some)).toEqual({ kind: 'board' });
  expect(screen('starting', none)).toEqual({ kind: 'starting' });
});

it('shows no card on a station that turns out to have no credentials', () => {
  expect(screen('not-provisioned', some)).toEqual({ kind: 'not-provisioned', bundle: null });
});

it('shows the board on a station that is set up', () => {
  expect(screen('ready', none)).toEqual({ kind: 'board' });
});
