/**
 * Main met a mistake of its own: nothing that it would decide from here on can be trusted. It writes down what is safe to
 * write and ends, so that whoever started it starts it again; it never starts itself.
 */
import type { LogEvent } from '../../diagnostics/log.ts';
import { EXIT } from '../exit-codes.ts';

/** What is needed of Node's `process`. */
export interface DefectSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
}

/** Watches to the end of the program. */
export function endOnDefect(
  source: DefectSource,
  write: (event: LogEvent) => void,
  exit: (code: number) => void,
): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    source.on(event, (error) => {
      try {
        write({ event: 'recovery', outcome: 'main-defect', cause: event, detail: placeOf(error) });
      } finally {
        exit(EXIT.defect);
      }
    });
  }
}

/** The error's name and where it arose. Not its message: that can quote what was read, a token among it. */
export function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const place = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
  return `${error.name}${place === undefined ? '' : place.trimEnd()}`;
}
