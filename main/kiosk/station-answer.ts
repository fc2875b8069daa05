/**
 * How a second start of the program hears from the station that runs. It can hand over a message and hear no answer, so the
 * answer comes through a file of the profile folder. The question is new each time: an old answer is none, and a station that
 * hangs gives none.
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';

import { z } from 'zod';

import { readProfileFile } from '../credentials/profile-file.ts';
import type { Clock } from '../tracking/instant.ts';

const QUESTION_BYTES = 16;
const MAX_BYTES = 1_024;
/** The file is looked for this often, in ms. */
const LOOK_EVERY_MS = 50;

/** Also the name of a file, so that nothing else passes. */
export const Question = z.string().regex(/^[0-9a-f]{32}$/);

export function newQuestion(): string {
  return randomBytes(QUESTION_BYTES).toString('hex');
}

/** The answer that the file holds, which is removed with it; null where none came within `giveUpMs`. */
export async function awaitAnswer<T>(
  file: string,
  isAnswer: (value: unknown) => T | null,
  giveUpMs: number,
  clock: Clock,
): Promise<T | null> {
  const askedAt = clock.now().mono;
  for (;;) {
    const answer = isAnswer(await readJson(file));
    if (answer !== null) {
      await rm(file, { force: true }).catch(() => undefined);
      return answer;
    }
    if (clock.now().mono - askedAt >= giveUpMs) return null;
    await new Promise<void>((resolve) => void clock.after(LOOK_EVERY_MS, resolve));
  }
}

async function readJson(file: string): Promise<unknown> {
  const read = await readProfileFile(file, MAX_BYTES);
  if (read.kind !== 'text') return null;
  try {
    return JSON.parse(read.text);
  } catch {
    return null;
  }
}
