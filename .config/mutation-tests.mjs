/** All tests of the truth as one file: thousands of mutants are tried, and each would otherwise load the tools anew per file. */
import.meta.glob('../test/unit/main/tracking/**/*.test.ts', { eager: true });
