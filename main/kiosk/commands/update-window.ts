/** `card-station update-window`: whether the station may be updated now, by exit code. Whatever is not known is a no. */
import type { Loaded } from '../../config/load.ts';
import { quietUntil } from '../../ipc/quiet-hours.ts';
import type { Occupation } from '../busy-with.ts';
import { EXIT } from '../exit-codes.ts';
import { updateHoursOf } from '../settings.ts';
import type { UpdateAnswer } from '../update-answer.ts';
import type { Output } from './output.ts';

const BUSY_SENTENCES: Readonly<Record<Occupation, string>> = {
  card: 'a card is on the screen',
  dialog: 'a dialog or its outcome is open',
  undo: 'the newest action can still be taken back',
  record: 'the record is being opened',
  administrator: 'somebody is signed in as administrator',
};

/** `ask` asks the running station; `now` is wall clock, ms since 1970. */
export async function runUpdateWindow(
  loaded: Loaded,
  ask: () => Promise<UpdateAnswer>,
  now: number,
  output: Output,
): Promise<number> {
  if (loaded.kind === 'problems')
    return output.failed('Not safe: the configuration has problems, so that the hours for updates are not known.');
  const hours = updateHoursOf(loaded.config);
  if (hours !== null && quietUntil(hours, now) === null)
    return output.failed(`Not safe: now is outside kiosk.updateHours (${loaded.config.kiosk.updateHours ?? ''}).`);
  const answer = await ask();
  switch (answer.kind) {
    case 'nobody':
      output.failed(
        'No station runs with this profile and under this account. Whether one runs elsewhere is not known.',
      );
      return EXIT.noStation;
    case 'failed':
      return output.failed(answer.why);
    case 'silent':
      return output.failed('Not safe: the station runs and does not answer.');
    case 'told': {
      const why = answer.busyWith.map((occupation) => BUSY_SENTENCES[occupation]);
      if (why.length > 0) return output.failed(`Not safe: ${why.join('; ')}.`);
      output.line('Safe: nobody needs the station now.');
      return EXIT.ended;
    }
  }
}
