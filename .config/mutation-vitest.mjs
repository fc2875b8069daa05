/**
 * The test runner as the packed tests see it: a group of tests that throws while it is described becomes a failing test.
 * By itself the runner would then run no test at all, and the mutant that did it would pass for unnoticed.
 */
import { describe as group, it } from 'vitest';

export { afterAll, afterEach, beforeAll, beforeEach, expect, it, test, vi } from 'vitest';

function watched(body) {
  return (...row) => {
    try {
      return body(...row);
    } catch (error) {
      it('is described', () => {
        throw error;
      });
    }
  };
}

/** The last argument that is a function is the body; options and name stay as they are. */
const described =
  (target) =>
  (...args) =>
    target(...args.map((arg) => (typeof arg === 'function' ? watched(arg) : arg)));

export const describe = Object.assign(described(group), {
  each:
    (...cases) =>
    (...args) =>
      described(group.each(...cases))(...args),
});
