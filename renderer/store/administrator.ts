/** What the administrator looks at; an answer of another form, or none, counts as locked: nothing is made up here. */
import { ADMINISTRATOR_CALLS, type Diagnostics, type Settings, type WipeAnswer } from '../../main/ipc/contract.ts';

/** The parts of the area, in the order in which they are offered. */
export const PARTS = ['setup', 'settings', 'diagnostics', 'wipe', 'quit'] as const;
export type Part = (typeof PARTS)[number];

/** The diagnostics are asked for again this often, in ms, while they are on the screen. */
export const DIAGNOSTICS_EVERY_MS = 5_000;

export function readDiagnostics(answer: unknown): Diagnostics {
  return ADMINISTRATOR_CALLS['station:diagnostics'].response.safeParse(answer).data ?? { kind: 'locked' };
}

export function readSettings(answer: unknown): Settings {
  return ADMINISTRATOR_CALLS['station:settings'].response.safeParse(answer).data ?? { kind: 'locked' };
}

export function readWipe(answer: unknown): WipeAnswer {
  return ADMINISTRATOR_CALLS['station:wipe'].response.safeParse(answer).data ?? { kind: 'locked' };
}
