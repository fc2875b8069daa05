import { expect, test } from 'vitest';

import { describeKeychainError } from '../../../../main/credentials/keychain-error.ts';

test.each([
  ['unavailable', 'Failed to load keytar native addon, checked ["../build/Release"] on prebuilds/linux-x64'],
  ['unavailable', 'libsecret-1.so.0: cannot open shared object file: No such file or directory'],
  ['unavailable', 'Cannot autolaunch D-Bus without X11 $DISPLAY'],
  ['unavailable', 'Could not connect: No such file or directory'],
  ['unavailable', 'The name org.freedesktop.secrets was not provided by any .service files'],
  ['unavailable', 'something nobody has met yet'],
  ['locked', 'Cannot create an item in a locked collection'],
  ['locked', 'Object does not exist at path “/org/freedesktop/secrets/collection/login”'],
  ['locked', 'The prompt was dismissed'],
  ['locked', 'User interaction is not allowed.'],
  ['no-answer', 'Timeout was reached'],
  ['too-large', 'The stub received bad data.'],
  ['unreadable', 'Key not valid for use in specified state.'],
])('%s: %s', (cause, message) => {
  expect(describeKeychainError(new Error(message), null)).toEqual({ cause, detail: message });
});

test('the detail is one line of at most 300 characters', () => {
  const { detail } = describeKeychainError(new Error(`one\ntwo\u0000three ${'x'.repeat(400)}`), null);
  expect(detail).toMatch(/^one two three x+…$/);
  expect(detail).toHaveLength(300);
});

test('what is thrown without being an error is not repeated', () => {
  expect(describeKeychainError('PLANTED-VALUE', null).detail).not.toContain('PLANTED');
});
