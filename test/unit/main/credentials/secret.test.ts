import { format, inspect } from 'node:util';

import { expect, test } from 'vitest';

import { Secret } from '../../../../main/credentials/secret.ts';

const secret = new Secret('PLANTED-VALUE');

test('gives its text to the one who asks for it by name', () => {
  expect(secret.reveal()).toBe('PLANTED-VALUE');
});

test.each([
  ['String()', String(secret)],
  ['a template', `${secret}`],
  ['concatenation', '' + secret],
  ['JSON', JSON.stringify({ secret })],
  ['inspect', inspect({ secret }, { showHidden: true, depth: null })],
  ['console formatting', format('%s %o %O %j', secret, secret, secret, secret)],
  ['an error message', new Error(`failed with ${secret}`).message],
  ['its own properties', JSON.stringify(Object.getOwnPropertyDescriptors(secret))],
])('does not give it to %s', (_, printed) => {
  expect(printed).not.toContain('PLANTED');
});
