import { expect, it } from 'vitest';

import { createOnce } from '../../../../renderer/store/once.ts';

it('sends once however often it is pressed, and again only when the first never arrived', async () => {
  const once = createOnce();
  let sent = 0;
  let fail: (reason: Error) => void = () => undefined;
  const send = (): Promise<void> => {
    sent += 1;
    return new Promise((_resolve, reject) => (fail = reject));
  };
  expect([once(send), once(send), once(send)]).toEqual([true, false, false]);
  expect(sent).toBe(1);
  fail(new Error('no program'));
  await Promise.resolve().then(() => undefined);
  expect(once(send)).toBe(true);
  expect(sent).toBe(2);
});

it('stays shut after a press that arrived', async () => {
  const once = createOnce();
  once(() => Promise.resolve());
  await Promise.resolve();
  expect(once(() => Promise.resolve())).toBe(false);
});
