import type { Fault } from './fault.ts';

/** A defect of ours must not stop the polling. Its name, never its text, goes to support. */
export function defect(error: unknown): Fault {
  const detail = `unexpected ${error instanceof Error ? error.name : typeof error} in the station`;
  return { family: 'network', cause: 'reset', detail, correlationId: null };
}
