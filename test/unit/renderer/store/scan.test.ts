import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MAX_SCAN_LENGTH } from '../../../../main/ipc/contract.ts';
import {
  AFTER_SUBMIT_MS,
  BURST_GAP_MS,
  NOTHING_SCANNED,
  SCAN_PAUSE_MS,
  scanStep,
  shownText,
  TYPING_IDLE_MS,
  type ScanEffect,
  type ScanFocus,
  type ScanInput,
  type ScanState,
} from '../../../../renderer/store/scan.ts';
import { takesCards } from '../../../../renderer/store/scan-listener.ts';

/** Between two keys of a scanner, and between two keys of a person, in ms. */
const SCANNER = 8;
const PERSON = 180;

/** A keyboard in front of the collector: presses keys at its own pace and keeps what came of them. */
class Keyboard {
  state: ScanState = NOTHING_SCANNED;
  at = 60_000;
  focus: ScanFocus = 'none';
  /** What stands in the field that has the focus. */
  field = '';
  /** Whether a scanner's keys have other meanings by their positions: then they are these, by what is typed. */
  positions: Readonly<Record<string, string>> = {};
  readonly effects: ScanEffect[] = [];
  consumed = false;

  feed(input: ScanInput): this {
    const step = scanStep(this.state, input);
    this.state = step.state;
    this.consumed = step.consumed;
    if (step.effect.kind === 'insert' && this.focus === 'field') this.field += step.effect.text;
    if (step.effect.kind !== 'none') this.effects.push(step.effect);
    return this;
  }

  press(key: string, gap: number, over: { command?: boolean; repeat?: boolean } = {}): this {
    // The timers of the listener.
    if (gap >= BURST_GAP_MS) this.settle();
    if (gap >= SCAN_PAUSE_MS) this.feed({ kind: 'silent' });
    this.at += gap;
    const scanned = this.positions[key] ?? ([...key].length === 1 ? key : '');
    const { at, focus } = this;
    this.feed({ kind: 'key', key, scanned, at, command: false, repeat: false, focus, ...over });
    // What is not kept from it does its own work.
    if (!this.consumed && focus === 'field' && [...key].length === 1 && over.command !== true) this.field += key;
    return this;
  }

  type(text: string, gap: number): this {
    for (const key of text) this.press(key, gap);
    return this;
  }

  settle(): this {
    return this.feed({ kind: 'settled' });
  }

  /** Nothing comes any more. */
  rest(): this {
    return this.settle().feed({ kind: 'silent' });
  }

  get shown(): string {
    return shownText(this.state);
  }

  get submitted(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'submit' ? [effect.text] : []));
  }

  get pressed(): number {
    return this.effects.filter((effect) => effect.kind === 'press').length;
  }
}

const slip = fc.stringMatching(/^[A-Za-z0-9_-]{1,48}$/);

describe('a scanner', () => {
  it('delivers each slip once and whole, and never presses the button that has the focus', () => {
    fc.assert(
      fc.property(fc.array(slip, { maxLength: 4 }), fc.boolean(), fc.boolean(), (slips, onButton, twoEnters) => {
        const keyboard = new Keyboard();
        keyboard.focus = onButton ? 'control' : 'none';
        for (const text of slips) {
          keyboard
            .press(text[0] ?? '', 2_000)
            .type(text.slice(1), SCANNER)
            .press('Enter', SCANNER);
          if (twoEnters) keyboard.press('Enter', SCANNER);
        }
        keyboard.settle();
        expect(keyboard.submitted).toEqual(slips);
        expect(keyboard.pressed).toBe(0);
      }),
    );
  });

  it('that sends Enter or Space first still presses nothing', () => {
    for (const prefix of ['Enter', ' ']) {
      const keyboard = new Keyboard();
      keyboard.focus = 'control';
      keyboard.press(prefix, 2_000).type('271b-6e31', SCANNER).press('Enter', SCANNER).settle();
      expect(keyboard.submitted).toEqual(['271b-6e31']);
      expect(keyboard.pressed).toBe(0);
    }
  });

  it('that sends line ends alone presses nothing', () => {
    const keyboard = new Keyboard();
    keyboard.focus = 'control';
    keyboard.press('Enter', 2_000).press('Enter', SCANNER).settle();
    expect(keyboard.pressed).toBe(0);
  });

  it('that ends with Tab delivers as well', () => {
    const keyboard = new Keyboard().type('271b-6e31', SCANNER).press('Tab', SCANNER);
    expect(keyboard.submitted).toEqual(['271b-6e31']);
    expect(keyboard.consumed).toBe(true);
  });

  it('whose second Enter comes late presses nothing either', () => {
    const keyboard = new Keyboard();
    keyboard.focus = 'control';
    keyboard
      .type('271b', SCANNER)
      .press('Enter', SCANNER)
      .press('Enter', AFTER_SUBMIT_MS - 1)
      .settle();
    expect(keyboard.pressed).toBe(0);
  });

  it('without Enter delivers when it falls silent, once', () => {
    const keyboard = new Keyboard().type('271b-6e31', SCANNER);
    expect(keyboard.shown).toBe('271b-6e31');
    expect(keyboard.submitted).toEqual([]);
    keyboard.rest().rest().feed({ kind: 'idle' });
    expect(keyboard.submitted).toEqual(['271b-6e31']);
    expect(keyboard.shown).toBe('');
  });

  it('whose Enter comes after the silence delivers once and presses nothing', () => {
    const keyboard = new Keyboard();
    keyboard.focus = 'control';
    keyboard
      .type('271b-6e31', SCANNER)
      .press('Enter', SCAN_PAUSE_MS + 100)
      .rest();
    expect(keyboard.submitted).toEqual(['271b-6e31']);
    expect(keyboard.pressed).toBe(0);
  });

  it('too short to be told from a slip of the fingers waits for its Enter', () => {
    const keyboard = new Keyboard().type('271b-', SCANNER).rest();
    expect(keyboard.submitted).toEqual([]);
    expect(keyboard.shown).toBe('271b-');
    keyboard.feed({ kind: 'idle' });
    expect(keyboard.shown).toBe('');
  });

  it('that pauses within a scan still delivers it whole', () => {
    for (const pause of [BURST_GAP_MS, SCAN_PAUSE_MS - 1]) {
      for (const at of [3, 6, 8]) {
        const keyboard = new Keyboard();
        [...'271b-6e31-00'].forEach((key, index) => keyboard.press(key, index === at ? pause : SCANNER));
        keyboard.press('Enter', SCANNER);
        expect(keyboard.submitted).toEqual(['271b-6e31-00']);
      }
    }
  });

  it('is not joined with what a person had begun to type', () => {
    const keyboard = new Keyboard()
      .type('99', PERSON)
      .press('2', 1_000)
      .type('71b-6e31', SCANNER)
      .press('Enter', SCANNER);
    expect(keyboard.submitted).toEqual(['271b-6e31']);
    expect(keyboard.effects).toMatchObject([{ kind: 'submit', how: 'scanned' }]);
  });

  it('delivers a hundred slips in a row, whatever ends each of them', () => {
    const ends = fc.constantFrom<readonly string[]>(['Enter'], ['Enter', 'Enter'], ['Tab'], ['Enter', 'Tab'], []);
    const long = fc.stringMatching(/^[A-Za-z0-9_-]{6,48}$/);
    const scans = fc.array(fc.tuple(long, ends), { minLength: 100, maxLength: 100 });
    const focus = fc.constantFrom<ScanFocus>('none', 'control', 'field');
    fc.assert(
      fc.property(scans, focus, fc.integer({ min: 0, max: BURST_GAP_MS - 1 }), (all, where, gap) => {
        const keyboard = new Keyboard();
        keyboard.focus = where;
        for (const [text, end] of all) {
          keyboard.type(text, gap);
          for (const key of end) keyboard.press(key, gap);
          if (end.length === 0) {
            keyboard.rest();
            keyboard.at += SCAN_PAUSE_MS;
          }
        }
        keyboard.rest();
        expect(keyboard.submitted).toEqual(all.map(([text]) => text));
        expect(keyboard.pressed).toBe(0);
        expect(keyboard.field).toBe('');
      }),
      { numRuns: 20 },
    );
  });

  it('that sends some characters as shortcuts triggers none of them', () => {
    const keyboard = new Keyboard().type('271b-6e31', SCANNER).press('r', SCANNER, { command: true });
    expect(keyboard.consumed).toBe(true);
    expect(keyboard.press('Enter', SCANNER).submitted).toEqual(['271b-6e31']);
  });

  it('delivers no more than the channel takes', () => {
    const keyboard = new Keyboard().type('x'.repeat(MAX_SCAN_LENGTH + 40), SCANNER).press('Enter', SCANNER);
    expect(keyboard.submitted[0]).toHaveLength(MAX_SCAN_LENGTH);
  });
});

describe('a person at the keyboard', () => {
  it('types, corrects and sends', () => {
    const keyboard = new Keyboard()
      .type('27x', PERSON)
      .press('Backspace', PERSON)
      .type('1b', PERSON)
      .press('Enter', PERSON);
    expect(keyboard.effects).toEqual([{ kind: 'submit', text: '271b', how: 'typed' }]);
    expect(keyboard.shown).toBe('');
  });

  it('takes everything back with Escape', () => {
    const keyboard = new Keyboard().type('271b', PERSON).press('Escape', PERSON).press('Enter', PERSON);
    expect(keyboard.submitted).toEqual([]);
  });

  it.each(['Enter', ' '])('presses the focused button with %j when nothing is typed', (key) => {
    const keyboard = new Keyboard();
    keyboard.focus = 'control';
    keyboard.press(key, 2_000);
    expect(keyboard.pressed).toBe(0);
    keyboard.settle();
    expect(keyboard.pressed).toBe(1);
  });

  it('presses nothing by holding Enter down', () => {
    const keyboard = new Keyboard();
    keyboard.focus = 'control';
    keyboard.type('271b', PERSON).press('Enter', PERSON);
    for (let n = 0; n < 20; n += 1) keyboard.press('Enter', 60, { repeat: true });
    expect(keyboard.settle().pressed).toBe(0);
  });

  it('moves the focus with Tab and leaves shortcuts and other keys alone', () => {
    const keyboard = new Keyboard();
    for (const [key, command] of [
      ['Tab', false],
      ['c', true],
      ['ArrowDown', false],
      ['F5', false],
      ['Shift', false],
      ['Dead', false],
    ] as const) {
      keyboard.press(key, PERSON, { command });
      expect(keyboard.consumed).toBe(false);
    }
    expect(keyboard.shown).toBe('');
  });

  it('does not join what was typed long ago', () => {
    const keyboard = new Keyboard().type('old', PERSON).type('new', TYPING_IDLE_MS).press('Enter', PERSON);
    expect(keyboard.submitted).toEqual(['w']);
  });
});

describe('a text field', () => {
  const field = (): Keyboard => {
    const keyboard = new Keyboard();
    keyboard.focus = 'field';
    return keyboard;
  };

  it('takes what a person types, key by key', () => {
    const keyboard = field().type('AB12', PERSON);
    expect(keyboard.settle().field).toBe('AB12');
    expect(keyboard.rest().submitted).toEqual([]);
    expect(keyboard.shown).toBe('');
  });

  it('takes whatever comes at the pace of people, and whole', () => {
    const gaps = fc.array(fc.integer({ min: 80, max: 2_000 }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~éß]{1,40}$/), gaps, (text, pauses) => {
        const keyboard = field();
        [...text].forEach((key, index) => keyboard.press(key, pauses[index] ?? 80));
        expect(keyboard.rest().field).toBe(text);
        expect(keyboard.effects.every(({ kind }) => kind === 'insert')).toBe(true);
      }),
    );
  });

  it('takes two or three keys that slip, in their order', () => {
    const keyboard = field().type('A', PERSON).press('B', 20).press('C', 20);
    expect(keyboard.rest().field).toBe('ABC');
    keyboard.press('D', 20);
    expect(keyboard.settle().field).toBe('ABCD');
  });

  it('leaves corrections, shortcuts and held keys to the field, after what was typed', () => {
    const keyboard = field().type('AB', PERSON);
    for (const [key, over] of [
      ['Backspace', {}],
      ['ArrowLeft', {}],
      ['Escape', {}],
      ['v', { command: true }],
      ['x', { repeat: true }],
      ['F5', {}],
    ] as const) {
      keyboard.press('c', PERSON).press(key, 30, over);
      expect(keyboard.consumed).toBe(false);
    }
    expect(keyboard.rest().field).toBe('ABcccccxc');
  });

  it("presses Enter for a person once nothing follows it, and a person's Tab moves on", () => {
    const keyboard = field().type('AB', PERSON).press('Enter', PERSON);
    expect(keyboard.pressed).toBe(0);
    expect(keyboard.settle().pressed).toBe(1);
    expect(keyboard.press('Tab', PERSON).consumed).toBe(false);
    expect(keyboard.submitted).toEqual([]);
  });

  it('never gets anything of a scan, which is delivered', () => {
    for (const last of ['Enter', 'Tab', null]) {
      const keyboard = field().type('AB', PERSON).press('2', 1_000).type('71b-6e31', SCANNER);
      if (last !== null) keyboard.press(last, SCANNER);
      keyboard.rest();
      expect(keyboard.field).toBe('AB');
      expect(keyboard.submitted).toEqual(['271b-6e31']);
      expect(keyboard.pressed).toBe(0);
    }
  });

  it('never gets a short badge either, when its Enter comes as fast', () => {
    const keyboard = field().press('B', 1_000).type('12', SCANNER).press('Enter', SCANNER).rest();
    expect(keyboard.field).toBe('');
    expect(keyboard.submitted).toEqual(['B12']);
  });

  it('that got the head of a scan has the rest of it let go: it could be the id of another card', () => {
    const keyboard = field().type('271b', SCANNER).press('-', 100).type('6e31-aaaa', SCANNER).press('Enter', SCANNER);
    expect(keyboard.rest().submitted).toEqual([]);
    expect(keyboard.field).toBe('271b');

    const endless = field().type('271b', PERSON).press('-', 100).type('6e31-aaaa', SCANNER).rest();
    expect(endless.submitted).toEqual([]);
    expect(endless.field).toBe('271b');
  });
});

describe('keys in any order, at any pace, on anything', () => {
  const key = fc.record({
    key: fc.constantFrom('a', '1', '-', ' ', 'Enter', 'Tab', 'Backspace', 'Escape', 'Shift', 'ArrowUp', 'Dead'),
    gap: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 1_500 })),
    focus: fc.constantFrom<ScanFocus>('none', 'control', 'field'),
    command: fc.boolean(),
    repeat: fc.boolean(),
  });

  it('press nothing within or right after a burst, and deliver no more than was typed', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
        const keyboard = new Keyboard();
        let characters = 0;
        for (const { key: name, gap, focus, command, repeat } of keys) {
          const pressedBefore = keyboard.pressed;
          const { lastKeyAt, submittedAt } = keyboard.state;
          keyboard.focus = focus;
          keyboard.press(name, gap, { command, repeat });
          if (name.length === 1) characters += 1;
          // A press belongs to an Enter or Space that came by itself, and well after any scan.
          if (keyboard.pressed > pressedBefore) expect(lastKeyAt - submittedAt).toBeGreaterThanOrEqual(AFTER_SUBMIT_MS);
        }
        keyboard.rest();
        expect(keyboard.submitted.join('').length + keyboard.field.length).toBeLessThanOrEqual(characters);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never make a scan of a person's typing", () => {
    const typed = fc.array(fc.tuple(fc.constantFrom('a', '1', '-', 'Z'), fc.integer({ min: 80, max: 3_000 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(typed, (keys) => {
        const keyboard = new Keyboard();
        for (const [name, gap] of keys) keyboard.press(name, gap);
        expect(keyboard.rest().submitted).toEqual([]);
      }),
    );
  });
});

describe('a scanner with another keyboard than the PC', () => {
  it("is read by the position of its keys, and a person's typing is not", () => {
    const keyboard = new Keyboard();
    keyboard.positions = { ')': '-', q: 'a', à: '0' };
    keyboard.type('q)àqqqq', SCANNER).press('Enter', SCANNER);
    keyboard.press('q', 2_000).type(')à', PERSON).press('Enter', PERSON);
    expect(keyboard.effects).toEqual([
      { kind: 'submit', text: 'a-0aaaa', how: 'scanned' },
      { kind: 'submit', text: 'q)à', how: 'typed' },
    ]);
  });

  it('keeps a key that its layout makes an accent of', () => {
    const keyboard = new Keyboard();
    keyboard.positions = { Dead: '=' };
    keyboard.type('271b-6', SCANNER).press('Dead', SCANNER).type('e', SCANNER).press('Enter', SCANNER);
    expect(keyboard.submitted).toEqual(['271b-6=e']);
  });
});

describe('takesCards', () => {
  it('listens from the first moment, but not where no card can be watched', () => {
    expect([undefined, 'starting', 'board'].map((kind) => takesCards(kind as 'board' | undefined))).toEqual([
      true,
      true,
      true,
    ]);
    expect(takesCards('configuration')).toBe(false);
    expect(takesCards('not-provisioned')).toBe(false);
  });
});
