import { EventEmitter } from 'node:events';

import { describe, expect, it } from 'vitest';

import type { LogEvent } from '../../../../../main/diagnostics/log.ts';
import { EXIT } from '../../../../../main/kiosk/exit-codes.ts';
import { endOnDefect, placeOf } from '../../../../../main/kiosk/recovery/main-trouble.ts';
import { createTurnWatch, HUNG_TURNS } from '../../../../../main/kiosk/recovery/watchdog.ts';

describe('a mistake of the program itself', () => {
  it.each(['uncaughtException', 'unhandledRejection'])(
    '%s is written down, and the program ends to be started again',
    (name) => {
      const source = new EventEmitter();
      const did: (LogEvent | number)[] = [];
      endOnDefect(
        source,
        (event) => void did.push(event),
        (code) => void did.push(code),
      );
      source.emit(name, new TypeError('secret'));
      expect(did).toEqual([
        expect.objectContaining({ event: 'recovery', outcome: 'main-defect', cause: name }),
        EXIT.defect,
      ]);
    },
  );

  it('ends it also when it cannot be written down', () => {
    const source = new EventEmitter();
    const codes: number[] = [];
    endOnDefect(
      source,
      () => {
        throw new Error('full');
      },
      (code) => void codes.push(code),
    );
    expect(() => source.emit('uncaughtException', new Error('x'))).toThrow('full');
    expect(codes).toEqual([EXIT.defect]);
  });

  it('is told by its name and its place, never by its message', () => {
    const told = placeOf(new TypeError('Unexpected token in "eyJhbGciOi"'));
    expect(told).toMatch(/^TypeError {4}at .+main-trouble\.test\.ts/);
    expect(told).not.toContain('eyJ');
    expect(placeOf('eyJ')).toBe('not an error');
  });
});

describe('the thread that watches main', () => {
  it('counts its own turns without one of main', () => {
    let turns = 0;
    const watch = createTurnWatch(() => turns);
    for (let at = 1; at < HUNG_TURNS; at += 1) expect(watch.isHung()).toBe(false);
    turns += 1;
    expect(watch.isHung()).toBe(false);
    for (let at = 1; at < HUNG_TURNS; at += 1) expect(watch.isHung()).toBe(false);
    expect(watch.isHung()).toBe(true);
  });
});
