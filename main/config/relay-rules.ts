/** Rules between the way to D1 and the addresses on it. */
import { environmentOfHost } from './d1-hosts.ts';
import type { Rule, RuleBreach } from './rule.ts';
import type { PartialConfig } from './schema.ts';
import { hostOf } from './web-address.ts';

type WithMode = 'authUrl' | 'tokenUrl' | 'tokenScope';

/** Which of these settings each mode has a use for. */
const USED: Readonly<Record<PartialConfig['d1']['auth'] & string, readonly WithMode[]>> = {
  direct: ['authUrl'],
  'relay-mtls': [],
  'relay-oauth': ['tokenUrl', 'tokenScope'],
};
const ADDRESSES: readonly WithMode[] = ['authUrl', 'tokenUrl'];

export const addressesOfTheMode: Rule = {
  about: '`d1.authUrl` is set with `d1.auth` `direct` and only there, `d1.tokenUrl` with `relay-oauth` and only there.',
  breaches: ({ d1 }) => {
    const { auth } = d1;
    if (auth === undefined) return [];
    const used = USED[auth];
    const breach = (key: WithMode, message: string): RuleBreach => {
      return { path: `d1.${key}`, message, others: ['d1.auth'] };
    };
    return (['authUrl', 'tokenUrl', 'tokenScope'] as const).flatMap((key) => {
      if (d1[key] === undefined)
        return used.includes(key) && ADDRESSES.includes(key)
          ? [{ ...breach(key, `is missing; with d1.auth "${auth}" it must be an https address`), missing: true }]
          : [];
      return used.includes(key) ? [] : [breach(key, `has no use with d1.auth "${auth}"; leave it out`)];
    });
  },
};

export const relayIsTheBanks: Rule = {
  about: 'In a relay mode neither the relay nor the identity server has a host of D1.',
  breaches: ({ d1 }) => {
    const { auth } = d1;
    if (auth === undefined || auth === 'direct') return [];
    return (['bankingUrl', 'tokenUrl'] as const).flatMap((key) => {
      const address = d1[key];
      if (address === undefined || environmentOfHost(hostOf(address)) === null) return [];
      const message = `is a host of D1, and d1.auth is "${auth}": a relay has a host of the bank`;
      return [{ path: `d1.${key}`, message, others: ['d1.auth'] }];
    });
  },
};

export const listNeedsRelay: Rule = {
  about: '`intake.list` needs a relay mode: D1 itself has no such list.',
  breaches: ({ d1, intake }) =>
    intake.list === true && d1.auth === 'direct'
      ? [
          {
            path: 'intake.list',
            message: 'is true, and d1.auth is "direct": only a relay of the bank has a list of cards',
            others: ['d1.auth'],
          },
        ]
      : [],
};
