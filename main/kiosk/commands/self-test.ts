/** `card-station self-test`: the self-test of the administrator's area, a line for each step, beside a running station. */
import { SELF_TEST_STEPS, type NotDone } from '../../ipc/administrator-contract.ts';
import type { Clock } from '../../tracking/instant.ts';
import { ownerOf, type Owner } from '../../tracking/words.ts';
import {
  isHarmless,
  withinLimit,
  type SelfTestRun,
  type SelfTestStep,
  type StepOutcome,
} from '../administrator/self-test.ts';
import { newFileProblem } from './new-file.ts';
import type { Output } from './output.ts';

const NOT_DONE_WORDS: Readonly<Record<NotDone, string>> = {
  'no-configuration': 'the configuration has problems',
  'no-credentials': 'the station is not provisioned',
  before: 'a step before it failed',
  proxy: 'the way leads through a proxy; the sign-in shows whether it is open',
  'no-card': 'a command has no card on the screen',
  ended: 'it was ended',
};
const OWNER_WORDS: Readonly<Record<Owner, string>> = {
  network: 'the network team or Thales',
  'd1-administrator': 'the D1 administrator',
  'branch-it': 'branch IT',
  'relay-administrator': 'the bank’s data centre',
};

/** Goes through every step; `tell` gets each line as soon as it is known. True when the way to D1 is whole. Never rejects. */
export async function selfTestLines(
  begin: () => SelfTestRun,
  clock: Clock,
  tell: (line: string) => void,
): Promise<boolean> {
  const never = new AbortController().signal;
  const steps = begin();
  let whole = true;
  for (const step of SELF_TEST_STEPS) {
    const outcome = await withinLimit(steps, step, never, clock);
    tell(lineOf(step, outcome));
    if (outcome.kind === 'failed' || (outcome.kind === 'not-done' && !isHarmless(outcome.why))) whole = false;
  }
  steps.end();
  return whole;
}

export async function runSelfTest(
  outputFile: string | null,
  begin: () => SelfTestRun,
  clock: Clock,
  output: Output,
): Promise<0 | 1> {
  const lines: string[] = [];
  const tell = (line: string): void => {
    lines.push(line);
    output.line(line);
  };
  const whole = await selfTestLines(begin, clock, tell);
  const last = whole ? 'The way to D1 is whole.' : 'The way to D1 is not whole.';
  if (outputFile !== null) {
    const problem = await newFileProblem(outputFile, `${[...lines, last].join('\n')}\n`);
    if (problem !== null) return output.failed(problem);
  }
  if (!whole) return output.failed(last);
  output.line(last);
  return 0;
}

function lineOf(step: SelfTestStep, outcome: StepOutcome): string {
  switch (outcome.kind) {
    case 'ok':
      return outcome.detail === '' ? `${step}: ok` : `${step}: ok (${outcome.detail})`;
    case 'not-done':
      return `${step}: not done: ${NOT_DONE_WORDS[outcome.why]}`;
    case 'failed': {
      const { family, cause, detail, correlationId } = outcome.fault;
      const call = correlationId === null ? '' : ` Correlation id: ${correlationId}.`;
      return `${step}: failed: ${family}: ${cause}. ${detail}. For: ${OWNER_WORDS[ownerOf(outcome.fault)]}.${call}`;
    }
  }
}
