import { expect, it } from 'vitest';

import { createAcceptedCards } from '../../../../main/d1/accepted-cards.ts';

it('knows no more than two hundred cards, and those that were accepted last', () => {
  let now = 0;
  const cards = createAcceptedCards(() => now);
  cards.accepted('first');
  cards.accepted('again');
  for (let number = 0; number < 198; number += 1) cards.accepted(`card-${String(number)}`);
  cards.accepted('again');
  // The 201st pushes out the one that was accepted longest ago.
  cards.accepted('last');
  for (let number = 0; number < 198; number += 1) cards.forbiddenAlone(`card-${String(number)}`);
  cards.forbiddenAlone('last');
  expect(cards.forbiddenAlone('somebody')).toBe(true);
  // Only `again` is left to speak for the station.
  expect(cards.forbiddenAlone('again')).toBe(false);
  now = 1;
  cards.accepted('somebody');
  expect(cards.forbiddenAlone('again')).toBe(true);
});

it('lets no card speak for itself', () => {
  const cards = createAcceptedCards(() => 0);
  expect(cards.forbiddenAlone('one')).toBe(false);
  cards.accepted('one');
  expect(cards.forbiddenAlone('one')).toBe(false);
  cards.accepted('two');
  expect(cards.forbiddenAlone('one')).toBe(true);
});
