/**
 * How whoever delivers a card learns that the station has it. The engine says that a message arrived as soon as the profile is
 * taken: half a second before the station knows its own configuration, and whether it can take any card at all.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { replaceProfileFile } from '../credentials/profile-file.ts';
import type { CardDesk } from '../intake/card-desk.ts';
import { REFUSAL_SENTENCES } from '../intake/refusal-sentences.ts';
import type { Clock } from '../tracking/instant.ts';
import { REFUSALS } from '../tracking/words.ts';
import type { Delivered } from './delivered.ts';
import type { Delivery } from './delivery.ts';
import { awaitAnswer, newQuestion } from './station-answer.ts';

/** A file for each question: several cards can be delivered at once, and Windows replaces no file that somebody reads. */
const FOLDER = 'watch-answers';
/** A station that is well answers in a few ms; a slow PC that has just been switched on may need this long to start it. */
const GIVE_UP_MS = 20_000;

const OUTCOMES = ['taken', 'unconfigured', 'links-off', ...REFUSALS] as const;
export type WatchOutcome = (typeof OUTCOMES)[number];
const Answer = z.strictObject({ outcome: z.enum(OUTCOMES) });

const SENTENCES: Readonly<Record<Exclude<WatchOutcome, 'taken'>, string>> = {
  unconfigured:
    'The station runs without a valid configuration and takes no card. ' +
    'Branch IT: its screen says what is wrong, and so does card-station config check.',
  'links-off': 'The station that runs was started without links (intake.links). Branch IT: start it anew.',
  // Whoever is refused here has been let through by the command's own validator: the station knows more, or other settings.
  ...REFUSAL_SENTENCES,
};
const SILENT =
  `The station runs, but has not said within ${String(GIVE_UP_MS / 1_000)} seconds that it has the card. ` +
  'Look at its screen, and deliver the card again if it is not there.';

/** `question` is undefined where nobody waits: a link that the system hands to the station itself. */
export type AnswerWatch = (question: string | undefined, outcome: WatchOutcome) => Promise<void>;

/** By the station that runs, once. One that cannot write gives no answer. */
export function createWatchAnswers(profileFolder: string): AnswerWatch {
  const folder = join(profileFolder, FOLDER);
  // Answers that nobody fetched, because who asked had been ended.
  const cleared = rm(folder, { recursive: true, force: true }).catch(() => undefined);
  return async (question, outcome) => {
    if (question === undefined) return;
    await cleared;
    const answer: z.infer<typeof Answer> = { outcome };
    await replaceProfileFile(join(folder, `${question}.json`), JSON.stringify(answer));
  };
}

/** What the station does with a card that was delivered; a refusal is on its screen as well, where it may be seen sooner. */
export function takeDelivered(
  delivery: Extract<Delivery, { kind: 'watch' }>,
  links: boolean,
  cards: Pick<CardDesk, 'take' | 'refuse'>,
): WatchOutcome {
  if (delivery.source === 'link' && !links) return 'links-off';
  const taken = cards.take(delivery);
  if (taken.kind !== 'refused') return 'taken';
  cards.refuse(taken.refusal);
  return taken.refusal;
}

/** By the command: hands the message over, and where it is a card, waits until the station says what came of it. */
export async function deliverAndHear(
  profileFolder: string,
  message: Delivery,
  deliver: (message: Delivery) => Delivered,
  clock: Clock,
): Promise<Delivered> {
  if (message.kind !== 'watch') return deliver(message);
  const question = newQuestion();
  const delivered = deliver({ ...message, question });
  if (delivered.kind !== 'taken') return delivered;
  const file = join(profileFolder, FOLDER, `${question}.json`);
  const isAnswer = (value: unknown): WatchOutcome | null => Answer.safeParse(value).data?.outcome ?? null;
  const outcome = await awaitAnswer(file, isAnswer, GIVE_UP_MS, clock);
  if (outcome === 'taken') return delivered;
  return { kind: 'failed', why: outcome === null ? SILENT : SENTENCES[outcome] };
}
