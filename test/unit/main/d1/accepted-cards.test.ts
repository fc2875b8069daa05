import { expect, it } from 'vitest';

import { createAcceptedCards } from '../../../../main/d1/accepted-cards.ts';

it('remembers two hundred cards at most, those that were accepted last', () => {
  const cards = createAcceptedCards(() => 0);
  const others = Array.from({ length: 199 }, (_, number) => `card-${String(number)}`);
  for (const cardId of ['first', ...others, 'last']) cards.accepted(cardId);
  for (const cardId of [...others, 'last']) cards.forbiddenAlone(cardId);
  // The first of 201 could speak for the station, and is forgotten.
  expect(cards.forbiddenAlone('somebody')).toBe(false);
});

it('forgets a card by its newest acceptance', () => {
  const cards = createAcceptedCards(() => 0);
  const others = Array.from({ length: 199 }, (_, number) => `card-${String(number)}`);
  for (const cardId of ['first', ...others, 'first', 'last']) cards.accepted(cardId);
  for (const cardId of [...others, 'last']) cards.forbiddenAlone(cardId);
  expect(cards.forbiddenAlone('somebody')).toBe(true);
});

it('remembers two hundred cards', () => {
  const cards = createAcceptedCards(() => 0);
  const others = Array.from({ length: 199 }, (_, number) => `card-${String(number)}`);
  for (const cardId of ['first', ...others]) cards.accepted(cardId);
  for (const cardId of others) cards.forbiddenAlone(cardId);
  expect(cards.forbiddenAlone('somebody')).toBe(true);
});

it('lets no card speak for itself', () => {
  const cards = createAcceptedCards(() => 0);
  cards.accepted('one');
  expect(cards.forbiddenAlone('one')).toBe(false);
  cards.accepted('two');
  expect(cards.forbiddenAlone('one')).toBe(true);
});

it('lets no card speak that was accepted before the forbidden one was, as often as that is forbidden', () => {
  const cards = createAcceptedCards(() => 0);
  cards.accepted('left the screen');
  cards.accepted('one');
  expect(cards.forbiddenAlone('one')).toBe(false);
  expect(cards.forbiddenAlone('one')).toBe(false);
  cards.accepted('left the screen');
  expect(cards.forbiddenAlone('one')).toBe(true);
});

it('lets a card that was forbidden speak again once it is accepted', () => {
  const cards = createAcceptedCards(() => 0);
  cards.accepted('two');
  cards.forbiddenAlone('two');
  expect(cards.forbiddenAlone('one')).toBe(false);
  cards.accepted('two');
  expect(cards.forbiddenAlone('one')).toBe(true);
});
