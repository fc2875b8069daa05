import { runInNewContext } from 'node:vm';

import { describe, expect, it } from 'vitest';

import { CALLS, type CallName } from '../../../main/ipc/contract.ts';
import { makeMessages } from '../../security/messages.ts';

const CHANNELS = Object.keys(CALLS) as CallName[];
const CARDS = [
  ['card-0001', 'op-1'],
  ['card-0002', null],
] as const;
const EACH = 500;

describe('the messages of the attack on the channels', () => {
  it.each(CHANNELS)('%s: those that are to be right are, and the others are not', (channel) => {
    const messages = makeMessages(7, CARDS);
    const parse = (payload: unknown): boolean => CALLS[channel].request.safeParse(payload).success;
    const made = Array.from({ length: EACH }, () => [messages.valid(channel), messages.broken(channel)] as const);
    expect(made.filter(([valid]) => !parse(valid.payload)).map(([{ payload }]) => payload)).toEqual([]);
    expect(made.filter(([, broken]) => parse(broken.payload)).map(([, { what, payload }]) => [what, payload])).toEqual(
      [],
    );
  });

  it('are the same for the same seed, and others for another', () => {
    const text = (seed: number): string => {
      const messages = makeMessages(seed, CARDS);
      return JSON.stringify(Array.from({ length: 50 }, () => messages.valid('station:act').payload));
    };
    expect(text(1)).toBe(text(1));
    expect(text(1)).not.toBe(text(2));
  });

  it('stand for themselves, since they go into a page as text', () => {
    const again = runInNewContext(`(${makeMessages.toString()})`) as typeof makeMessages;
    expect(again(3, CARDS).valid('station:watch')).toEqual(makeMessages(3, CARDS).valid('station:watch'));
  });
});
