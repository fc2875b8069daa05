/**
 * Faults of the ledger: a full, read-only, locked or damaged file, and a station that is killed while it writes. A case is
 * an `outage` at a plan of its own whose `open` puts the profile folder where the fault can be made (a small tmpfs).
 */
import type { FaultCase } from '../case.ts';

export const LEDGER_CASES: readonly FaultCase[] = [];
