import { describe, expect, it } from 'vitest';

import { loadFrom, lines, loadText, problemsOf, smallestWith } from './fake-files.ts';

const RELAY = 'https://d1-relay.bank.example/d1';
const TOKEN = 'https://login.bank.example/oauth2/token';

/** What is said of these settings in the group `d1`; the smallest file has an `authUrl`, which `undefined` takes away. */
function problemsWith(d1: Record<string, unknown>, more: Record<string, unknown> = {}): string[] {
  return lines(problemsOf(loadText(smallestWith({ d1, ...more }))));
}

describe('relay-mtls', () => {
  const good = { auth: 'relay-mtls', authUrl: undefined, bankingUrl: RELAY };

  it('needs the address of the relay and no other', () => {
    expect(problemsWith(good)).toEqual([]);
    expect(problemsWith({ ...good, tokenUrl: TOKEN, authUrl: TOKEN })).toEqual([
      'd1.authUrl has no use with d1.auth "relay-mtls"; leave it out',
      'd1.tokenUrl has no use with d1.auth "relay-mtls"; leave it out',
    ]);
  });

  it.each(['api.d1-stg.thalescloud.io', 'api.d1.thalescloud.io', 'relay.thalescloud.io'])('is never at %s', (host) => {
    expect(problemsWith({ ...good, bankingUrl: `https://${host}/d1` })).toEqual([
      'd1.bankingUrl is a host of D1, and d1.auth is "relay-mtls": a relay has a host of the bank',
    ]);
  });

  it('production takes a host of the bank', () => {
    expect(problemsWith({ ...good, environment: 'production' })).toEqual([]);
  });

  it('may have a list of cards, and direct may not', () => {
    expect(problemsWith(good, { intake: { list: true } })).toEqual([]);
    expect(problemsWith({}, { intake: { list: true } })).toEqual([
      'intake.list is true, and d1.auth is "direct": only a relay of the bank has a list of cards',
    ]);
  });
});

describe('relay-oauth', () => {
  const good = { auth: 'relay-oauth', authUrl: undefined, bankingUrl: RELAY, tokenUrl: TOKEN, tokenScope: 'd1.read' };

  it('needs the token endpoint of the identity server', () => {
    expect(problemsWith(good)).toEqual([]);
    expect(problemsWith({ ...good, tokenUrl: undefined })).toEqual([
      'd1.tokenUrl is missing; with d1.auth "relay-oauth" it must be an https address',
    ]);
    expect(problemsWith({ ...good, tokenUrl: 'https://api.d1.thalescloud.io/oauth2/token' })).toEqual([
      'd1.tokenUrl is a host of D1, and d1.auth is "relay-oauth": a relay has a host of the bank',
    ]);
  });
});

it('direct needs the sign-in of D1', () => {
  expect(problemsWith({ authUrl: undefined })).toEqual([
    'd1.authUrl is missing; with d1.auth "direct" it must be an https address',
  ]);
  expect(problemsWith({ tokenUrl: TOKEN })).toEqual(['d1.tokenUrl has no use with d1.auth "direct"; leave it out']);
});

it("an administrator's token endpoint closes the group to the account of the kiosk", () => {
  const loaded = loadFrom({
    machineFile: smallestWith({ d1: { tokenUrl: TOKEN, authUrl: undefined, bankingUrl: undefined } }),
    profileFile: { d1: { auth: 'relay-oauth', bankingUrl: RELAY } },
  });
  expect(loaded.notes.map(({ path }) => path)).toEqual(['d1.auth', 'd1.bankingUrl']);
});
