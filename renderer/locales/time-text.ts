import { formatsOf, languageOf } from './languages.ts';
import type { Line } from './line.ts';

const SECOND_MS = 1_000;
export const CALM_STEP_MS = 10 * SECOND_MS;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How old something is, coarse enough for a glance: seconds, then minutes, hours, days. */
export function ageLine(ms: number): Line {
  if (ms < MINUTE_MS) return { key: 'age.seconds', values: { seconds: whole(ms, SECOND_MS) } };
  if (ms < HOUR_MS) return { key: 'age.minutes', values: { minutes: whole(ms, MINUTE_MS) } };
  if (ms < DAY_MS) {
    return { key: 'age.hours', values: { hours: whole(ms, HOUR_MS), minutes: whole(ms % HOUR_MS, MINUTE_MS) } };
  }
  return { key: 'age.days', values: { count: whole(ms, DAY_MS) } };
}

/** How long ago something was. */
export function agoLine(ms: number, say: (line: Line) => string): Line {
  return { key: 'answer.ago', values: { age: say(ageLine(ms)) } };
}

/** How long something has lasted, to the second for the first hour. */
export function durationLine(ms: number): Line {
  const seconds = whole(ms % MINUTE_MS, SECOND_MS);
  const minutes = whole(ms % HOUR_MS, MINUTE_MS);
  if (ms < MINUTE_MS) return { key: 'duration.seconds', values: { seconds } };
  if (ms < HOUR_MS) return { key: 'duration.minutes', values: { minutes, seconds } };
  if (ms < DAY_MS) return { key: 'duration.hours', values: { hours: whole(ms, HOUR_MS), minutes } };
  return { key: 'duration.days', values: { count: whole(ms, DAY_MS), hours: whole(ms % DAY_MS, HOUR_MS) } };
}

/** Time of day in 24 hours; with the date in front when it is not today's. */
export function timeOfDay(instant: number, now: number, language: string): string {
  // All our languages write it alike. The engine's formatter takes a tenth of the page's start to load.
  if (isSameDay(instant, now)) {
    const time = new Date(instant);
    return `${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}`;
  }
  return new Intl.DateTimeFormat(formatsOf(languageOf(language)), {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant);
}

/** The same after "since": a language may put one word before a time and another one before a date. */
export function sinceLine(instant: number, now: number, language: string): Line {
  const at = timeOfDay(instant, now, language);
  return { key: isSameDay(instant, now) ? 'since.time' : 'since.day', values: { at } };
}

/**
 * An age for the corner of the eye, in ms: by ten seconds, then by minutes. A number that jumps every second beside what staff
 * look at tells them nothing, and has all of it drawn again.
 */
export function calmAge(ms: number): number {
  const step = ms < MINUTE_MS ? CALM_STEP_MS : MINUTE_MS;
  return whole(ms, step) * step;
}

/** The minute that an instant is in: days and the time of day begin with one, wherever the clock is. */
export function wholeMinute(instant: number): number {
  return whole(instant, MINUTE_MS) * MINUTE_MS;
}

function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function whole(ms: number, unitMs: number): number {
  return Math.floor(Math.max(0, ms) / unitMs);
}
