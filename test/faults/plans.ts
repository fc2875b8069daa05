/** The desks that several families of cases share. */
import type { DeskPlan, Stand } from './case.ts';
import { localD1, openDesk, type DeskOptions } from './desk.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** A desk whose D1 is in this process. */
export interface PlainStand extends Stand {
  readonly sandbox: Sandbox;
}

/** A station directly before D1, with these groups of the configuration. */
export function plainPlan(name: string, groups: DeskOptions['groups'] = {}): DeskPlan<PlainStand> {
  return {
    name,
    async open(ground) {
      const d1 = await localD1(ground);
      const desk = await openDesk(ground, d1, { groups });
      await desk.startConnected();
      return { desk, sandbox: d1.sandbox };
    },
  };
}

export const PLAIN = plainPlan('plain');

/** Why namespaces cannot be made here, or null. */
export function needsRoot(): string | null {
  return process.getuid?.() === 0 ? null : 'needs root';
}
