import { describe, expect, it, vi } from 'vitest';

import type { CardView } from '../../../../main/ipc/contract.ts';
import {
  CONNECTION_STATES,
  ENVIRONMENTS,
  FAULT_CAUSES,
  FAULT_PLACES,
  OWNERS,
  PATIENCE,
  PHASES,
  REFUSALS,
  VERDICTS,
  type FaultFamily,
} from '../../../../main/tracking/words.ts';
import { connectionLine, contactLine } from '../../../../renderer/locales/connection-text.ts';
import { faultAction, faultOwner, faultSentence } from '../../../../renderer/locales/fault-text.ts';
import { createWords } from '../../../../renderer/locales/i18n.ts';
import { cardTail, rawText, type Line } from '../../../../renderer/locales/line.ts';
import { formatsOf, LANGUAGES } from '../../../../renderer/locales/languages.ts';
import { ageLine, calmAge, durationLine, sinceLine, timeOfDay } from '../../../../renderer/locales/time-text.ts';
import {
  asides,
  instruction,
  phaseLine,
  verdictWord,
  type VerdictContext,
} from '../../../../renderer/locales/verdict-text.ts';
import { STEPS } from '../../../../renderer/store/steps.ts';
import { cardView, faultView } from '../../views.ts';

const words = createWords();
const MINUTE = 60_000;

/** Says a line as the screen does, and fails where a word or a value is missing. */
function say(line: Line): string {
  const said = words.t(line.otherwise === undefined ? line.key : [line.key, line.otherwise], { ...line.values });
  expect(said, line.key).not.toBe(line.key);
  expect(said, line.key).not.toMatch(/\{\{|undefined|null|NaN/);
  return said;
}

const context = (over: Partial<VerdictContext> = {}): VerdictContext => ({
  connection: { state: 'ok', lastContactAgeMs: 0, since: 0 },
  silent: false,
  timeOf: (instant) => (instant === 1_000_000 ? '10:41' : '10:42'),
  sinceOf: () => '10:42',
  ...over,
});
const DOUBTS = ['never-answered', 'not-found', 'contradiction', 'stale', 'clock-jump', null] as const;

it('a fault at the relay names the relay, and one without a sentence there keeps its own', () => {
  const sentence = (over: Parameters<typeof faultView>[0]): string => say(faultSentence(faultView(over)));
  expect(sentence({ family: 'network', cause: 'refused', at: 'relay' })).toBe('The bank’s relay cannot be reached');
  expect(sentence({ family: 'network', cause: 'server-error', at: 'relay-at-d1' })).toBe(
    'The bank’s relay cannot reach D1',
  );
  expect(sentence({ family: 'malformed', cause: 'unexpected-status', at: 'relay-at-d1' })).toBe(
    'D1 answers in an unexpected way',
  );
});

describe('every word is there', () => {
  it('for each phase, verdict, doubt and patience, with and without contact', () => {
    const contexts = CONNECTION_STATES.flatMap((state) =>
      [true, false].map((silent) => context({ silent, connection: { state, lastContactAgeMs: 0, since: 5 } })),
    );
    for (const phase of PHASES)
      for (const verdict of VERDICTS)
        for (const doubt of DOUBTS)
          for (const patience of PATIENCE)
            for (const answerAt of [null, 1_000_000])
              for (const where of contexts) {
                const card = cardView({ phase, verdict, patience, answerAt, newOrder: true });
                const lines = [
                  verdictWord({ verdict, doubt }),
                  instruction(card, { verdict, doubt }, where),
                  phaseLine(card),
                ];
                [...lines, ...asides(card, { verdict, doubt }, 1_000_000 + 9 * MINUTE)].forEach(say);
              }
  });

  it('for each fault and its owner, and for a cause that is new', () => {
    for (const family of Object.keys(FAULT_CAUSES) as FaultFamily[])
      for (const cause of [...FAULT_CAUSES[family], 'new-cause'])
        for (const owner of OWNERS)
          for (const fault of [
            faultView({ family, cause, owner }),
            ...FAULT_PLACES.map((at) => faultView({ family, cause, owner, at })),
            faultView({ family, cause, owner, daysLeft: 1, skewMs: -7e5 }),
          ]) {
            [faultSentence(fault), faultAction(fault), faultOwner(fault)].forEach(say);
          }
  });

  it('has a sentence of its own for each cause', () => {
    for (const family of Object.keys(FAULT_CAUSES) as FaultFamily[])
      for (const cause of FAULT_CAUSES[family]) say({ key: `fault.sentence.${family}.${cause}` });
  });

  it('for the head, the band, the steps and each refusal', () => {
    for (const state of CONNECTION_STATES) say(connectionLine({ state, lastContactAgeMs: 1, since: 5 }, () => '10:42'));
    for (const refusal of REFUSALS) say({ key: `intake.refused.${refusal}`, values: { max: 60 } });
    for (const step of STEPS) say({ key: `step.${step}` });
    for (const name of ENVIRONMENTS.filter((environment) => environment !== 'production'))
      say({ key: `environment.${name}` });
  });

  it('for every length of time', () => {
    for (const ms of [0, 59_999, MINUTE, 59 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE, 70 * 24 * 60 * MINUTE]) {
      say(ageLine(ms));
      say(durationLine(ms));
    }
  });
});

describe('what the screen says', () => {
  const stale = { verdict: 'cannot-tell', doubt: 'stale' } as const;
  const down = context({ connection: { state: 'down', lastContactAgeMs: 0, since: 5 } });
  const done = cardView({ phase: 'personalised', verdict: 'hand-over' });
  const spoken = (card: CardView, where: VerdictContext): string => say(instruction(card, stale, where));

  it('names when a card was confirmed and since when D1 is away', () => {
    expect(spoken(done, down)).toBe('Keep the card. D1 not reachable since 10:42. (Was confirmed at 10:41.)');
  });

  it('never says confirmed of a card that D1 did not report as personalised', () => {
    for (const phase of PHASES.filter((each) => each !== 'personalised'))
      for (const where of [down, context(), context({ silent: true })]) {
        expect(spoken(cardView({ phase }), where)).not.toMatch(/confirmed/i);
      }
  });

  it('invites to hand over in one case only', () => {
    for (const phase of PHASES)
      for (const verdict of VERDICTS.filter((each) => each !== 'hand-over'))
        for (const doubt of DOUBTS) {
          expect(say(instruction(cardView({ phase }), { verdict, doubt }, context()))).not.toMatch(/hand (it )?over/i);
        }
  });

  it('names a contact when the wait is stuck', () => {
    expect(say(instruction(cardView({ patience: 'stuck' }), { verdict: 'wait', doubt: null }, context()))).toMatch(
      /Call branch support/,
    );
  });

  it('remarks on a card that nobody collects', () => {
    const green = { verdict: 'hand-over', doubt: null } as const;
    expect(asides(done, green, done.phaseSince + MINUTE)).toEqual([]);
    expect(asides(done, green, done.phaseSince + 5 * MINUTE).map(say)).toEqual(['Ready for 5 min']);
  });

  it('ages the last contact by the time since the snapshot', () => {
    const contact = (ageMs: number): string =>
      say(contactLine({ state: 'ok', lastContactAgeMs: calmAge(ageMs), since: 0 }, say) ?? { key: 'none' });
    expect(contact(5_100)).toBe('last contact just now');
    expect(contact(9_999)).toBe('last contact just now');
    expect(contact(10_000)).toBe('last contact 10 s ago');
    expect(contact(59_999)).toBe('last contact 50 s ago');
    expect(contact(119_999)).toBe('last contact 1 min ago');
    expect(contact(120_000)).toBe('last contact 2 min ago');
    expect([calmAge(59_999), calmAge(119_999), calmAge(-1)]).toEqual([50_000, 60_000, 0]);
    expect(contactLine({ state: 'never', lastContactAgeMs: null, since: 0 }, say)).toBeNull();
  });

  it('writes a time of today as each language does', () => {
    for (const language of LANGUAGES) {
      const formats = new Intl.DateTimeFormat(formatsOf(language), {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      for (let minute = 0; minute < 24 * 60; minute += 1) {
        const instant = new Date(2026, 10, 23, 0, minute, 59).getTime();
        expect(timeOfDay(instant, instant, language)).toBe(formats.format(instant));
      }
    }
  });

  it('says since when with the word that a time or a date has in the language', () => {
    const noon = new Date(2026, 10, 23, 12, 0).getTime();
    const since = (instant: number, language: string): string => {
      const { key, values } = sinceLine(instant, noon, language);
      const at = words.getFixedT(language)(key, { ...values });
      return words.getFixedT(language)('connection.down', { since: at });
    };
    expect(since(noon, 'es')).toBe('Sin conexión con D1 desde las 12:00');
    expect(since(noon - 86_400_000, 'es')).toMatch(/desde el 22 .*12:00$/);
    expect(since(noon, 'en')).toBe('D1 not reachable since 12:00');
  });

  it('adds the date to a time of another day', () => {
    const noon = new Date(2026, 10, 23, 12, 0).getTime();
    expect(timeOfDay(noon, noon, 'en')).toBe('12:00');
    expect(timeOfDay(noon - 86_400_000, noon, 'en')).toMatch(/22.*12:00/);
  });
});

describe('a language', () => {
  it('is read when its first word is asked for, and once', async () => {
    vi.resetModules();
    const fresh = await import('../../../../renderer/locales/i18n.ts');
    const read = vi.spyOn(JSON, 'parse');
    try {
      const words = fresh.createWords();
      expect(words.t('verdict.wait')).toBe('WAIT');
      expect(read).toHaveBeenCalledTimes(1);
      await words.changeLanguage('fr');
      expect(words.t('verdict.wait')).toBe('PATIENTEZ');
      expect(fresh.lettersOf('fr')).toContain('É');
      expect(read).toHaveBeenCalledTimes(2);
    } finally {
      read.mockRestore();
    }
  });
});

describe('texts from outside', () => {
  it('are cut at 200 characters, whole characters only', () => {
    expect([...rawText('é'.repeat(400))]).toHaveLength(200);
    expect([...rawText('💳'.repeat(400))]).toHaveLength(200);
    expect(rawText('x'.repeat(200))).toBe('x'.repeat(200));
  });

  it('stay in one line', () => {
    expect(rawText('a\r\nb\u2028c\u0000d')).toBe('a b c d');
  });

  it('are shown in the order in which they were sent', () => {
    expect(rawText('CARD_\u202EENOD')).toBe('CARD_\uFFFDENOD');
  });

  it('carry none of the marks that Unicode counts among those, and keep every other letter', () => {
    for (let code = 0xa0; code < 0x1_0000; code += 1) {
      const character = String.fromCharCode(code);
      if (/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(character)) continue;
      expect(rawText(character)).toBe(/\p{Bidi_Control}/u.test(character) ? '\uFFFD' : character);
    }
  });

  it('show the end of a long card id and the whole of a short one', () => {
    expect(cardTail('271b6e31-88c2-4f0a-9b5d-6e31d2a7c4b5')).toBe('…d2a7c4b5');
    expect(cardTail('card-1')).toBe('card-1');
    expect(cardTail('card-1234567')).toBe('card-1234567');
    expect(cardTail('card-12345678')).toBe('…12345678');
  });
});
