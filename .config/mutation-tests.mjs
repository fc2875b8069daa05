/**
 * All tests of the truth as one file: thousands of mutants are tried, and each would otherwise load the tools anew for
 * every file. A test file that a mutant keeps from being loaded has noticed the mutant.
 */
import { it } from 'vitest';

const files = import.meta.glob('../test/unit/main/tracking/**/*.test.ts');

for (const [name, load] of Object.entries(files)) {
  let failure = null;
  try {
    await load();
  } catch (error) {
    failure = error;
  }
  it(`loads ${name}`, () => {
    if (failure !== null) throw failure;
  });
}
