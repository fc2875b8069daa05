/**
 * How a second start of the program learns what the running station is needed for. It can hand over a question and hear no
 * answer, so the answer comes through a file of the profile folder. It repeats the question, which is new each time: an old
 * answer is none, and a station that hangs gives none.
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { readProfileFile, replaceProfileFile } from '../credentials/profile-file.ts';
import type { Clock } from '../tracking/instant.ts';
import { OCCUPATIONS, type Occupation } from './busy-with.ts';
import type { Delivered } from './delivered.ts';

const FILE = 'update-answer.json';
const MAX_BYTES = 1_024;
const QUESTION_BYTES = 16;
/** Looked for this often, and given up after this long, both in ms: a station that is well answers in a few. */
const LOOK_EVERY_MS = 50;
const GIVE_UP_MS = 5_000;

export const UpdateQuestion = z.string().regex(/^[0-9a-f]{32}$/);
const Answer = z.strictObject({ question: UpdateQuestion, busyWith: z.array(z.enum(OCCUPATIONS)) });

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
  const question = randomBytes(QUESTION_BYTES).toString('hex');
  const delivered = ask(question);
  if (delivered.kind !== 'taken') return delivered;
  const file = join(profileFolder, FILE);
  const askedAt = clock.now().mono;
  for (;;) {
    const answer = await readAnswer(file);
    if (answer?.question === question) {
      await rm(file, { force: true }).catch(() => undefined);
      return { kind: 'told', busyWith: answer.busyWith };
    }
    if (clock.now().mono - askedAt >= GIVE_UP_MS) return { kind: 'silent' };
    await new Promise<void>((resolve) => void clock.after(LOOK_EVERY_MS, resolve));
  }
}

async function readAnswer(file: string): Promise<z.infer<typeof Answer> | null> {
  const read = await readProfileFile(file, MAX_BYTES);
  if (read.kind !== 'text') return null;
  try {
    return Answer.safeParse(JSON.parse(read.text)).data ?? null;
  } catch {
    return null;
  }
}
