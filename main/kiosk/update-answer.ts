/** How `update-window` learns what the running station is needed for: by a question, and a file with the answer. */
import { join } from 'node:path';

import { z } from 'zod';

import { replaceProfileFile } from '../credentials/profile-file.ts';
import type { Clock } from '../tracking/instant.ts';
import { OCCUPATIONS, type Occupation } from './busy-with.ts';
import type { Delivered } from './delivered.ts';
import { awaitAnswer, newQuestion, Question } from './station-answer.ts';

const FILE = 'update-answer.json';
/** A station that is well answers in a few ms. */
const GIVE_UP_MS = 5_000;

const Answer = z.strictObject({ question: Question, busyWith: z.array(z.enum(OCCUPATIONS)) });

/** What the running station says, or why it says nothing. */
export type UpdateAnswer =
  | { readonly kind: 'told'; readonly busyWith: readonly Occupation[] }
  /** No station runs with this profile. */
  | { readonly kind: 'nobody' }
  /** One runs and has not answered. */
  | { readonly kind: 'silent' }
  /** It cannot be found out whether one runs: `why` is a whole sentence. */
  | Extract<Delivered, { kind: 'failed' }>;

/** By the running station. One that cannot write gives no answer, and is not updated. */
export async function answerUpdate(
  profileFolder: string,
  question: string,
  busyWith: readonly Occupation[],
): Promise<void> {
  const answer: z.infer<typeof Answer> = { question, busyWith: [...busyWith] };
  await replaceProfileFile(join(profileFolder, FILE), JSON.stringify(answer));
}

/** By the command; `ask` hands the question over. */
export async function askForUpdate(
  profileFolder: string,
  ask: (question: string) => Delivered,
  clock: Clock,
): Promise<UpdateAnswer> {
  const question = newQuestion();
  const delivered = ask(question);
  if (delivered.kind !== 'taken') return delivered;
  const isAnswer = (value: unknown): z.infer<typeof Answer> | null => {
    const answer = Answer.safeParse(value).data;
    return answer?.question === question ? answer : null;
  };
  const answer = await awaitAnswer(join(profileFolder, FILE), isAnswer, GIVE_UP_MS, clock);
  return answer === null ? { kind: 'silent' } : { kind: 'told', busyWith: answer.busyWith };
}
