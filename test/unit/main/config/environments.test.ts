import { describe, expect, it } from 'vitest';

import { lines, loadFrom, loadText, problemsOf, smallestWith } from './fake-files.ts';

const PUBLISHED = {
  production: 'api.d1.thalescloud.io',
  staging: 'api.d1-stg.thalescloud.io',
  develop: 'develop-api.d1-dev.thalescloud.io',
} as const;

/** What is said of a host in both addresses of an environment. */
function problemsWith(environment: string, host: string, demo = false): string[] {
  const d1 = { environment, authUrl: `https://${host}/authz/v1`, bankingUrl: `https://${host}/banking/v1` };
  return lines(problemsOf(loadFrom({ machineFile: smallestWith({ d1 }) }, { demo })));
}

const NO_RELEASE = 'd1.environment cannot be "production" in a build for demo and tests';

describe('an environment', () => {
  it.each(['staging', 'develop'])(
    '%s takes its own host, and refuses the hosts of the others in both addresses',
    (environment) => {
      for (const [owner, host] of Object.entries(PUBLISHED)) {
        const sentence = `is a host of D1's ${owner} environment, and d1.environment is "${environment}"`;
        const refused = owner === environment ? [] : [`d1.authUrl ${sentence}`, `d1.bankingUrl ${sentence}`];
        expect(problemsWith(environment, host)).toEqual(refused);
      }
    },
  );

  it.each([
    'API.D1.THALESCLOUD.IO',
    'api.d1.thalescloud.io:443',
    'api.d1.thalescloud.io:8443',
    'eu.api.d1.thalescloud.io',
    '%61pi.d1.thalescloud.io',
    'api.d1.thalescloud.io.',
  ])('staging is not deceived by %s', (host) => {
    expect(problemsWith('staging', host)).toHaveLength(2);
  });

  it.each(['api.d1.thalescloud.io.example', 'not-d1.thalescloud.io.bank.example', 'd1-relay.bank.example'])(
    'staging and sandbox take %s, which is not a host of D1',
    (host) => {
      expect(problemsWith('staging', host)).toEqual([]);
      expect(problemsWith('sandbox', host)).toEqual([]);
    },
  );

  it.each(['localhost:8443', '127.0.0.1:8443', '[::1]:8443', 'd1-fake.bank.example'])('sandbox takes %s', (host) => {
    expect(problemsWith('sandbox', host)).toEqual([]);
  });

  it.each([...Object.values(PUBLISHED), 'thalescloud.io', 'new.thalescloud.io'])('sandbox refuses %s', (host) => {
    const sentence = 'is a host of D1, and d1.environment is "sandbox": a sandbox must be a host of your own';
    expect(problemsWith('sandbox', host)).toEqual([`d1.authUrl ${sentence}`, `d1.bankingUrl ${sentence}`]);
  });

  it('production takes its own host and no other name of it, in a released package alone', () => {
    expect(problemsWith('production', PUBLISHED.production)).toEqual([]);
    expect(problemsWith('production', PUBLISHED.production, true)).toEqual([NO_RELEASE]);
  });

  it.each(['staging', 'develop', 'sandbox'] as const)('a build for demo and tests takes %s', (environment) => {
    const host = environment === 'sandbox' ? 'localhost:8443' : PUBLISHED[environment];
    expect(problemsWith(environment, host, true)).toEqual([]);
  });

  it.each([PUBLISHED.staging, 'eu.api.d1.thalescloud.io', 'localhost', 'bank.example'])(
    'production refuses the host %s',
    (host) => {
      const sentence = 'must have the host api.d1.thalescloud.io, because d1.environment is "production"';
      expect(problemsWith('production', host).sort()).toEqual([`d1.authUrl ${sentence}`, `d1.bankingUrl ${sentence}`]);
    },
  );

  it('is compared with each address for itself', () => {
    const d1 = { environment: 'staging', bankingUrl: 'https://api.d1.thalescloud.io/banking/v1' };
    expect(problemsOf(loadText(smallestWith({ d1 }))).map(({ path }) => path)).toEqual(['d1.bankingUrl']);
  });
});

describe('an address', () => {
  it.each([
    ['http://api.d1-stg.thalescloud.io', 'must begin with https:// and a host name'],
    ['ftp://bank.example', 'must begin with https:// and a host name'],
    ['https:/bank.example', 'must begin with https:// and a host name'],
    ['https:///bank.example', 'must begin with https:// and a host name'],
    ['bank.example/authz', 'must begin with https:// and a host name'],
    ['javascript:alert(1)', 'must begin with https:// and a host name'],
    ['', 'must be an https address of 1 to 512 characters'],
    [`https://bank.example/${'a'.repeat(500)}`, 'must be an https address of 1 to 512 characters'],
    ['https://user:pass@bank.example', 'must not hold a user name or password'],
    ['https://@bank.example', 'must not hold a user name or password'],
    ['https://api.d1-stg.thalescloud.io@bank.example', 'must not hold a user name or password'],
    ['https://bank.example/?a=1', 'must not hold a query (?) or a fragment (#)'],
    ['https://bank.example/?', 'must not hold a query (?) or a fragment (#)'],
    ['https://bank.example/#', 'must not hold a query (?) or a fragment (#)'],
    ['https://bank.example\\@other.example', 'must be written in plain characters, without spaces or backslashes'],
    ['https://bank.exa\nmple', 'must be written in plain characters, without spaces or backslashes'],
    [' https://bank.example', 'must be written in plain characters, without spaces or backslashes'],
    ['https://bаnk.example', 'must be written in plain characters, without spaces or backslashes'],
    ['https://bank.example:99999', 'is not an address that can be read'],
    ['https://bank.example./', 'must not have a dot at the end of its host name'],
  ])('%j %s', (authUrl, sentence) => {
    expect(lines(problemsOf(loadText(smallestWith({ d1: { authUrl } }))))).toEqual([`d1.authUrl ${sentence}`]);
  });
});

describe('the path of the status read', () => {
  it.each([
    '/issuers/{issuerId}/physicalCards/{cardId}/productionStatus',
    '/v2/cards/{cardId}',
    '/status-{cardId}.json',
  ])('may be %s', (statusPath) => {
    expect(loadText(smallestWith({ d1: { statusPath } })).kind).toBe('ok');
  });

  it.each([
    ['', 'must begin with /'],
    ['issuers/{cardId}', 'must begin with /'],
    ['/issuers/{issuerId}', 'must hold {cardId} once'],
    ['/{cardId}/{cardId}', 'must hold {cardId} once'],
    ['/a/../{cardId}', 'must not hold the segments . or ..'],
    ['//evil.example/{cardId}', 'may hold letters'],
    ['/{cardId}/', 'may hold letters'],
    ['/{cardId}?x=1', 'may hold letters'],
    ['/{cardId}#x', 'may hold letters'],
    ['/%2e%2e/{cardId}', 'may hold letters'],
    ['/{consumerId}/{cardId}', 'may hold letters'],
    ['/{cardId}\\', 'may hold letters'],
    [`/${'a'.repeat(300)}/{cardId}`, 'must not be longer than 256 characters'],
  ])('may not be %j: %s', (statusPath, sentence) => {
    const [problem] = problemsOf(loadText(smallestWith({ d1: { statusPath } })));
    expect(problem?.path).toBe('d1.statusPath');
    expect(problem?.message.startsWith(sentence)).toBe(true);
  });
});

describe("the parameter that makes a read's address unique", () => {
  it.each(['_', 'nonce', 'no-store_1', 'none', `a${'b'.repeat(31)}`])('may be %s', (uniqueParameter) => {
    expect(loadText(smallestWith({ d1: { uniqueParameter } })).kind).toBe('ok');
  });

  it.each(['', '1a', '-a', 'a b', 'a=b', 'a&b', 'a#b', 'é', `a${'b'.repeat(32)}`])(
    'may not be %j',
    (uniqueParameter) => {
      const [problem] = problemsOf(loadText(smallestWith({ d1: { uniqueParameter } })));
      expect(problem?.path).toBe('d1.uniqueParameter');
      expect(problem?.message).toMatch(/^must be a letter or _ .* none/);
    },
  );
});
