/** A time of day as people write it in the configuration. */
import { ruledText } from './setting.ts';

const TIME_OF_DAY = /^([01][0-9]|2[0-3]):([0-5][0-9])$/;

/** What a time of day looks like, for problem sentences and the documentation. */
export const TIME_OF_DAY_FORM = 'a time of day with two digits each, from 00:00 to 23:59';

/** What is wrong with it, in a sentence; null when it is right. */
export function timeOfDayProblem(text: string): string | null {
  return TIME_OF_DAY.test(text) ? null : `must be ${TIME_OF_DAY_FORM}`;
}

/** Minutes since midnight of a text that `timeOfDayProblem` found right. */
export function minutesOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** A time of day that may be left out. */
export function timeOfDay(about: string) {
  return ruledText({ expects: TIME_OF_DAY_FORM, problemOf: timeOfDayProblem, about }).optional();
}

/** What hours of the day look like. */
const HOURS_FORM = 'two different times of day with a hyphen between them, such as 02:00-05:00';

/** Hours of the day that may be left out: from a time to another, which is one of the next morning where it is the earlier one. */
export function hoursOfDay(about: string) {
  const problemOf = (text: string): string | null => {
    const [from = '', to = '', ...more] = text.split('-');
    const right = more.length === 0 && from !== to && TIME_OF_DAY.test(from) && TIME_OF_DAY.test(to);
    return right ? null : `must be ${HOURS_FORM}`;
  };
  return ruledText({ expects: HOURS_FORM, problemOf, about }).optional();
}
