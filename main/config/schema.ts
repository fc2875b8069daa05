/**
 * The configuration as a whole. Every setting is `group.key`, never deeper, so that sources merge key by key.
 * Not configurable on purpose: what keeps a stale green off the screen (lease, silence and clock limits), how an answer
 * is read, and how a token is kept. These are rules of the program, not choices of a branch.
 */
import { z } from 'zod';

import { d1Group } from './groups/d1.ts';
import { intakeGroup } from './groups/intake.ts';
import { checkListGroup } from './groups/check-list.ts';
import { ledgerGroup } from './groups/ledger.ts';
import { limitsGroup } from './groups/limits.ts';
import { metricsGroup } from './groups/metrics.ts';
import { paceGroup } from './groups/pace.ts';
import { reasonsGroup } from './groups/reasons.ts';
import { reservedGroup } from './groups/reserved.ts';
import { soundGroup } from './groups/sound.ts';
import { staffGroup } from './groups/staff.ts';
import { stationGroup } from './groups/station.ts';
import { kioskGroup, screenGroup } from './groups/window.ts';

/** The groups in the order of the documentation. */
export const groups = {
  station: stationGroup,
  d1: d1Group,
  credentials: reservedGroup,
  pace: paceGroup,
  limits: limitsGroup,
  intake: intakeGroup,
  staff: staffGroup,
  checkList: checkListGroup,
  reasons: reasonsGroup,
  screen: screenGroup,
  sound: soundGroup,
  kiosk: kioskGroup,
  ledger: ledgerGroup,
  metrics: metricsGroup,
} as const;

export const configurationSchema = z.strictObject({
  station: groups.station,
  d1: groups.d1,
  credentials: groups.credentials.prefault({}),
  pace: groups.pace.prefault({}),
  limits: groups.limits.prefault({}),
  intake: groups.intake.prefault({}),
  staff: groups.staff.prefault({}),
  checkList: groups.checkList.prefault({}),
  reasons: groups.reasons.prefault({}),
  screen: groups.screen.prefault({}),
  sound: groups.sound.prefault({}),
  kiosk: groups.kiosk.prefault({}),
  ledger: groups.ledger.prefault({}),
  metrics: groups.metrics.prefault({}),
});

type ReadonlyDeep<T> = { readonly [K in keyof T]: T[K] extends object ? ReadonlyDeep<T[K]> : T[K] };

/** The resolved configuration: every default filled in, every address normalised, every path absolute, frozen. */
export type Config = ReadonlyDeep<z.output<typeof configurationSchema>>;

/** What passed its own check so far: the rules between keys look at this, so that they can speak beside other problems. */
export type PartialConfig = { readonly [G in keyof Config]: Partial<Config[G]> };
