import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MAX_SCAN_LENGTH } from '../../../../main/ipc/contract.ts';
import {
  AFTER_SUBMIT_MS,
  BURST_GAP_MS,
  NOTHING_SCANNED,
  scanStep,
  TYPING_IDLE_MS,
  type ScanEffect,
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
  onButton = false;
  readonly effects: ScanEffect[] = [];
  consumed = false;

  feed(input: ScanInput): this {
    const step = scanStep(this.state, input);
    this.state = step.state;
    this.consumed = step.consumed;
    if (step.effect.kind !== 'none') this.effects.push(step.effect);
    return this;
  }

  press(key: string, gap: number, over: { command?: boolean; repeat?: boolean } = {}): this {
    // A timer of the listener: whoever pauses longer than a burst does lets a held key settle.
    if (gap >= BURST_GAP_MS) this.feed({ kind: 'settled' });
    this.at += gap;
    return this.feed({
      kind: 'key',
      key,
      at: this.at,
      command: false,
      repeat: false,
      onButton: this.onButton,
      ...over,
    });
  }

  type(text: string, gap: number): this {
    for (const key of text) this.press(key, gap);
    return this;
  }

  settle(): this {
    return this.feed({ kind: 'settled' });
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
        keyboard.onButton = onButton;
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
      keyboard.onButton = true;
      keyboard.press(prefix, 2_000).type('271b-6e31', SCANNER).press('Enter', SCANNER).settle();
      expect(keyboard.submitted).toEqual(['271b-6e31']);
      expect(keyboard.pressed).toBe(0);
    }
  });

  it('that ends with Tab delivers as well', () => {
    const keyboard = new Keyboard().type('271b-6e31', SCANNER).press('Tab', SCANNER);
    expect(keyboard.submitted).toEqual(['271b-6e31']);
    expect(keyboard.consumed).toBe(true);
  });

  it('whose second Enter comes late presses nothing either', () => {
    const keyboard = new Keyboard();
    keyboard.onButton = true;
    keyboard
      .type('271b', SCANNER)
      .press('Enter', SCANNER)
      .press('Enter', AFTER_SUBMIT_MS - 1)
      .settle();
    expect(keyboard.pressed).toBe(0);
  });

  it('without Enter delivers nothing, and its text is forgotten', () => {
    const keyboard = new Keyboard().type('271b-6e31', SCANNER);
    expect(keyboard.state.text).toBe('271b-6e31');
    keyboard.feed({ kind: 'idle' });
    expect(keyboard.state.text).toBe('');
    expect(keyboard.submitted).toEqual([]);
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
    expect(keyboard.submitted).toEqual(['271b']);
    expect(keyboard.state.text).toBe('');
  });

  it('takes everything back with Escape', () => {
    const keyboard = new Keyboard().type('271b', PERSON).press('Escape', PERSON).press('Enter', PERSON);
    expect(keyboard.submitted).toEqual([]);
  });

  it.each(['Enter', ' '])('presses the focused button with %j when nothing is typed', (key) => {
    const keyboard = new Keyboard();
    keyboard.onButton = true;
    keyboard.press(key, 2_000);
    expect(keyboard.pressed).toBe(0);
    keyboard.settle();
    expect(keyboard.pressed).toBe(1);
  });

  it('presses nothing by holding Enter down', () => {
    const keyboard = new Keyboard();
    keyboard.onButton = true;
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
    ] as const) {
      keyboard.press(key, PERSON, { command });
      expect(keyboard.consumed).toBe(false);
    }
    expect(keyboard.state.text).toBe('');
  });

  it('does not join what was typed long ago', () => {
    const keyboard = new Keyboard().type('old', PERSON).type('new', TYPING_IDLE_MS).press('Enter', PERSON);
    expect(keyboard.submitted).toEqual(['w']);
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
