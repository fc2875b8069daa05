/** Every case, in the order in which they run: cases of one desk stand together. */
import type { FaultCase } from '../case.ts';
import { ANSWER_CASES } from './answers.ts';
import { CERTIFICATE_CASES } from './certificates.ts';
import { KEYCHAIN_CASES } from './keychains.ts';
import { KILL_CASES } from './kills.ts';
import { LEDGER_CASES } from './ledger.ts';
import { LINE_CASES } from './lines.ts';
import { MIDDLE_CASES } from './middle.ts';
import { ORDER_CASES } from './orders.ts';
import { PROCESS_CASES } from './processes.ts';
import { SIGN_IN_CASES } from './sign-in.ts';
import { WAY_CASES } from './way.ts';

/** A case is played only at the stand that its own plan opened, whatever more that stand holds. */
const widened = (cases: readonly unknown[]): readonly FaultCase[] => cases as readonly FaultCase[];

export const ALL_CASES: readonly FaultCase[] = [
  ...widened(ANSWER_CASES),
  ...widened(ORDER_CASES),
  ...widened(WAY_CASES),
  ...widened(SIGN_IN_CASES),
  ...widened(CERTIFICATE_CASES),
  ...widened(MIDDLE_CASES),
  ...widened(LINE_CASES),
  ...widened(PROCESS_CASES),
  ...widened(KEYCHAIN_CASES),
  ...widened(LEDGER_CASES),
  ...widened(KILL_CASES),
];
