import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { CONTROLS, FIELDS } from '../../../../renderer/store/focus.ts';
import { listenForScans, type SecretOutlet, type KeyboardLayout } from '../../../../renderer/store/scan-listener.ts';

const SCANNER = 8;
const PERSON = 150;

/** An element that is what a test says, and notes what was done to it. */
class FakeElement {
  clicks = 0;
  value = '';
  sent = 0;
  readonly kind: 'control' | 'field';

  constructor(kind: 'control' | 'field') {
    this.kind = kind;
  }
  matches(selector: string): boolean {
    return selector === (this.kind === 'field' ? FIELDS : CONTROLS);
  }
  click(): void {
    this.clicks += 1;
  }
  dispatchEvent(): boolean {
    return true;
  }
  closest(): { requestSubmit: () => void } {
    return { requestSubmit: () => void (this.sent += 1) };
  }
}

/** A page with a keyboard: keys that nobody stops do what a browser does with them. */
class FakePage {
  focus: FakeElement | null = null;
  enabled = true;
  /** For how long the page has stood still without a timer of it running. */
  stoodStillMs = 0;
  layout: KeyboardLayout = 'as-typed';
  typed = '';
  /** Everything that was ever shown as typed. */
  readonly shown: string[] = [];
  /** Whether a secret is asked for, and what came of it. */
  asked = false;
  readonly secret: string[] = [];
  readonly outlet: SecretOutlet = {
    onText: (text) => void this.secret.push(text),
    onErase: () => void this.secret.push('erase'),
    onClear: () => {
      this.secret.push('clear');
      return true;
    },
    onEnter: () => void this.secret.push('enter'),
    onScan: () => void this.secret.push('scan'),
  };
  readonly submitted: string[] = [];
  readonly events = new EventTarget();
  readonly touch: (key: string) => void;
  readonly stop: () => void;

  constructor() {
    const { events } = this;
    const focused = (): FakeElement | null => this.focus;
    vi.stubGlobal('window', {
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
      setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms),
      clearTimeout: (timer: ReturnType<typeof setTimeout> | undefined) => clearTimeout(timer),
    });
    const { performance: clock } = globalThis;
    vi.stubGlobal('performance', { now: () => clock.now() + this.stoodStillMs });
    vi.stubGlobal('HTMLElement', FakeElement);
    vi.stubGlobal('KeyboardEvent', Event);
    vi.stubGlobal('document', {
      get activeElement() {
        return focused();
      },
      execCommand: (_name: string, _ui: boolean, text: string) => {
        const field = focused();
        if (field !== null) field.value += text;
      },
    });
    const listener = listenForScans({
      enabled: () => this.enabled,
      layout: () => this.layout,
      secret: () => (this.asked ? this.outlet : null),
      onTyped: (text) => {
        this.typed = text;
        this.shown.push(text);
      },
      onSubmit: (text, how) => void this.submitted.push(`${how} ${text}`),
    });
    this.touch = listener.touch;
    this.stop = listener.stop;
  }

  /** True when the page beyond the listener sees the key. */
  key(
    key: string,
    over: { code?: string; shift?: boolean; ctrl?: boolean; trusted?: boolean; late?: number } = {},
  ): boolean {
    const event = new Event('keydown', { cancelable: true });
    for (const [name, value] of Object.entries({
      key,
      code: over.code ?? '',
      shiftKey: over.shift ?? false,
      ctrlKey: over.ctrl ?? false,
      altKey: false,
      metaKey: false,
      repeat: false,
      isComposing: false,
      isTrusted: over.trusted ?? true,
      timeStamp: performance.now() - (over.late ?? 0),
      getModifierState: () => false,
    }))
      Object.defineProperty(event, name, { value });
    this.events.dispatchEvent(event);
    const seen = !event.defaultPrevented;
    if (seen && this.focus?.kind === 'field' && key.length === 1 && over.ctrl !== true) this.focus.value += key;
    return seen;
  }

  async type(text: string, gap: number): Promise<void> {
    for (const key of text) {
      this.key(key);
      await vi.advanceTimersByTimeAsync(gap);
    }
  }

  async scan(text: string): Promise<void> {
    await this.type(text, SCANNER);
    this.key('Enter');
    await vi.advanceTimersByTimeAsync(SCANNER);
  }
}

let page: FakePage;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  page = new FakePage();
});
afterEach(() => {
  page.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** As long as anybody would wait. */
const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(2_000);

describe('the page', () => {
  it('hears a scan while a button has the focus, and does not press it', async () => {
    page.focus = new FakeElement('control');
    await page.scan('271b-6e31');
    page.key('Enter');
    await rest();
    expect(page.submitted).toEqual(['scanned 271b-6e31']);
    expect(page.focus.clicks).toBe(0);
  });

  it('presses the focused button for a person', async () => {
    page.focus = new FakeElement('control');
    page.key('Enter');
    expect(page.focus.clicks).toBe(0);
    await rest();
    expect(page.focus.clicks).toBe(1);
  });

  it('does not press a button that got the focus meanwhile', async () => {
    const [first, second] = [new FakeElement('control'), new FakeElement('control')];
    page.focus = first;
    page.key('Enter');
    page.focus = second;
    await rest();
    expect([first.clicks, second.clicks]).toEqual([0, 0]);
  });

  it('hears a scan without an end when it falls silent', async () => {
    await page.type('271b-6e31', SCANNER);
    expect(page.submitted).toEqual([]);
    expect(page.typed).toBe('271b-6e31');
    await vi.advanceTimersByTimeAsync(300);
    expect(page.submitted).toEqual(['scanned 271b-6e31']);
    expect(page.typed).toBe('');
  });

  it('forgets what a person began and left', async () => {
    await page.type('271b-6e31', PERSON);
    await rest();
    expect(page.typed).toBe('271b-6e31');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(page.typed).toBe('');
    expect(page.submitted).toEqual([]);
  });

  it('that was busy hears the keys that came in time before it calls a scan ended', async () => {
    await page.type('271b-6', SCANNER);
    // The page stands still for a second: the timer is overdue, and the keys of that time wait behind it.
    page.stoodStillMs = 1_000;
    await vi.advanceTimersByTimeAsync(300);
    expect(page.submitted).toEqual([]);
    for (const key of ['e', '3', '1', 'Enter']) page.key(key, { late: 1_300 });
    expect(page.submitted).toEqual(['scanned 271b-6e31']);
    await rest();
    expect(page.submitted).toHaveLength(1);
  });

  it('lets go of the tail of a scan that began before it took cards', async () => {
    page.enabled = false;
    await page.type('271b', SCANNER);
    page.enabled = true;
    await page.scan('-6e31-0000');
    expect(page.submitted).toEqual([]);
    await rest();
    await page.scan('271b-6e31');
    expect(page.submitted).toEqual(['scanned 271b-6e31']);
  });

  it('does not keep keys from a screen that takes no cards', () => {
    page.enabled = false;
    expect(page.key('a')).toBe(true);
    expect(page.key('Enter')).toBe(true);
  });
});

describe('a field in a dialog', () => {
  const field = (): FakeElement => {
    page.focus = new FakeElement('field');
    return page.focus;
  };

  it('gets what a person types, and its form is sent by Enter', async () => {
    const last4 = field();
    await page.type('4417', PERSON);
    expect(last4.value).toBe('4417');
    expect(last4.sent).toBe(0);
    page.key('Enter');
    await rest();
    expect(last4.sent).toBe(1);
    expect(page.submitted).toEqual([]);
    expect(page.typed).toBe('');
  });

  it('gets nothing of a scan, and is not sent by it', async () => {
    const last4 = field();
    await page.scan('B12');
    await rest();
    await page.scan('271b-6e31-4417');
    page.key('Enter');
    await rest();
    expect(last4).toMatchObject({ value: '', sent: 0, clicks: 0 });
    expect(page.submitted).toEqual(['scanned B12', 'scanned 271b-6e31-4417']);
  });

  it('that loses the focus loses what waits for it, and no other field gets it', async () => {
    const first = field();
    page.key('4');
    const second = field();
    page.key('7');
    await rest();
    expect([first.value, second.value]).toEqual(['', '7']);
  });

  it('is left to shortcuts and to composing', async () => {
    const initials = field();
    expect(page.key('v', { ctrl: true })).toBe(true);
    expect(page.key('Process')).toBe(true);
    expect(page.key('Dead')).toBe(true);
    expect(page.key('a', { trusted: false })).toBe(true);
    await rest();
    expect(initials.value).toBe('a');
  });
});

describe('a scanner that types as a US keyboard', () => {
  /** `a-0Z` on a French keyboard. */
  const FRENCH = [
    { key: 'q', code: 'KeyA' },
    { key: ')', code: 'Minus' },
    { key: 'à', code: 'Digit0' },
    { key: 'W', code: 'KeyZ', shift: true },
    { key: '°', code: 'Minus', shift: true },
    { key: '&', code: 'Digit1' },
  ];
  const scanFrench = async (): Promise<void> => {
    for (const { key, ...over } of FRENCH) {
      page.key(key, over);
      await vi.advanceTimersByTimeAsync(SCANNER);
    }
    page.key('Enter', { code: 'Enter' });
    await rest();
  };

  it('is read by position where that is configured', async () => {
    page.layout = 'us';
    await scanFrench();
    expect(page.submitted).toEqual(['scanned a-0Z_1']);
  });

  it('is read as typed otherwise', async () => {
    await scanFrench();
    expect(page.submitted).toEqual(['scanned q)àW°&']);
  });

  it('leaves alone what a person types', async () => {
    page.layout = 'us';
    for (const { key, ...over } of FRENCH) {
      page.key(key, over);
      await vi.advanceTimersByTimeAsync(PERSON);
    }
    page.key('Enter');
    expect(page.submitted).toEqual(['typed q)àW°&']);
  });
});

describe('while a secret is typed', () => {
  beforeEach(() => {
    page.asked = true;
  });
  const never = (): void => {
    expect(page.submitted).toEqual([]);
    expect(page.shown.filter((text) => text !== '')).toEqual([]);
  };

  it('what a person types goes there, key by key, and nowhere else', async () => {
    for (const key of '482913') expect(page.key(key)).toBe(await vi.advanceTimersByTimeAsync(PERSON).then(() => false));
    page.key('Enter');
    await rest();
    expect(page.secret).toEqual([...'482913', 'enter']);
    never();
  });

  it('digits are taken wherever the focus is, and no button is pressed by them', async () => {
    page.focus = new FakeElement('control');
    await page.type('482', PERSON);
    page.focus = new FakeElement('control');
    await page.type('913', PERSON);
    expect(page.secret.join('')).toBe('482913');
    expect(page.focus.clicks).toBe(0);
    never();
  });

  it('Enter and Space press the button that has the focus', async () => {
    page.focus = new FakeElement('control');
    page.key('Enter');
    await rest();
    page.key(' ');
    await rest();
    expect(page.focus.clicks).toBe(2);
    expect(page.secret).toEqual([]);
  });

  it('can be erased and given up', async () => {
    await page.type('48', PERSON);
    expect(page.key('Backspace')).toBe(false);
    expect(page.key('Escape')).toBe(false);
    await rest();
    expect(page.secret).toEqual(['4', '8', 'erase', 'clear']);
    expect(page.key('Tab')).toBe(true);
    expect(page.key('c', { ctrl: true })).toBe(true);
  });

  it.each(['482913', '271b-6e31', '4111111111111111', 'B12'])('a scan of %s goes nowhere', async (text) => {
    await page.scan(text);
    page.key('Enter');
    await rest();
    expect(page.secret).toEqual(['scan']);
    never();
  });

  it('a scan without an end goes nowhere either, and does not stay with the digits before it', async () => {
    await page.type('48', PERSON);
    await rest();
    await page.type('482913', SCANNER);
    await rest();
    expect(page.secret).toEqual(['4', '8', 'scan']);
    never();
  });

  it('it is typed on screens that take no cards as well', async () => {
    page.enabled = false;
    await page.type('482913', PERSON);
    await rest();
    await page.scan('770451');
    await rest();
    expect(page.secret).toEqual([...'482913', 'scan']);
    never();
  });

  it('what was begun before it is no part of it, and is not shown any longer', async () => {
    page.asked = false;
    await page.type('27', PERSON);
    expect(page.typed).toBe('27');
    page.asked = true;
    await rest();
    await page.type('482913', PERSON);
    page.key('Enter');
    await rest();
    expect(page.secret).toEqual([...'482913', 'enter']);
    expect(page.typed).toBe('');
    expect(page.submitted).toEqual([]);
  });

  it('a scan that it cuts in two is let go, both halves', async () => {
    page.asked = false;
    await page.type('271b-6', SCANNER);
    page.asked = true;
    await page.scan('482913');
    await rest();
    page.asked = false;
    expect(page.secret).toEqual([]);
    expect(page.submitted).toEqual([]);
  });
});

describe('when a secret is not asked for any more', () => {
  /** A card has come onto the stage while somebody was typing. */
  const cutOff = async (): Promise<void> => {
    page.asked = true;
    await page.type('4829', PERSON);
    page.asked = false;
  };

  it('the rest of it is neither shown nor sent, however slowly it is typed', async () => {
    await cutOff();
    for (const gap of [PERSON, 400, 900, 2_900]) await page.type('13', gap);
    page.key('Enter');
    await rest();
    expect(page.secret.join('')).toBe('4829');
    expect(page.shown.filter((text) => text !== '')).toEqual([]);
    expect(page.submitted).toEqual([]);
  });

  it('Enter presses no button that has come meanwhile', async () => {
    await cutOff();
    await vi.advanceTimersByTimeAsync(500);
    page.focus = new FakeElement('control');
    page.key('Enter');
    await rest();
    expect(page.focus.clicks).toBe(0);
  });

  it('a scan is heard as ever', async () => {
    await cutOff();
    await vi.advanceTimersByTimeAsync(500);
    await page.scan('271b-6e31');
    await rest();
    expect(page.submitted).toEqual(['scanned 271b-6e31']);
  });

  it('a person can type again after a pause, and nothing of before is in it', async () => {
    await cutOff();
    await page.type('13', 400);
    await vi.advanceTimersByTimeAsync(3_000);
    await page.type('card', PERSON);
    expect(page.typed).toBe('card');
    page.key('Enter');
    expect(page.submitted).toEqual(['typed card']);
  });

  it('whoever moves the focus has seen that, and presses what has it', async () => {
    await cutOff();
    await vi.advanceTimersByTimeAsync(500);
    page.key('Tab');
    page.focus = new FakeElement('control');
    await vi.advanceTimersByTimeAsync(500);
    page.key('Enter');
    await rest();
    expect(page.focus.clicks).toBe(1);
  });

  it('a field in a dialog gets what is typed into it', async () => {
    await cutOff();
    await vi.advanceTimersByTimeAsync(500);
    page.focus = new FakeElement('field');
    await page.type('4417', PERSON);
    expect(page.focus.value).toBe('4417');
  });
});

describe('the pad on the screen', () => {
  const touch = async (keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      page.touch(key);
      await vi.advanceTimersByTimeAsync(250);
    }
  };

  it('types what is touched, takes the last character back, and sends it as a person’s', async () => {
    await touch([...'271b-x', 'Backspace', '6']);
    expect(page.typed).toBe('271b-6');
    await touch(['Enter']);
    expect(page.submitted).toEqual(['typed 271b-6']);
    expect(page.typed).toBe('');
  });

  it('is never a scanner, however fast the fingers are', async () => {
    for (const key of '271b-6e31-88') page.touch(key);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(page.submitted).toEqual([]);
    expect(page.typed).toBe('271b-6e31-88');
  });

  it('writes into the same line as the keyboard', async () => {
    await page.type('27', PERSON);
    await touch(['1']);
    await page.type('b', PERSON);
    expect(page.typed).toBe('271b');
  });

  it('goes past a control and a field that have the focus', async () => {
    for (const kind of ['control', 'field'] as const) {
      page.focus = new FakeElement(kind);
      await touch(['7', 'Enter']);
      await rest();
      expect(page.focus).toMatchObject({ clicks: 0, value: '' });
    }
    expect(page.submitted).toEqual(['typed 7', 'typed 7']);
  });

  it('sends nothing without anything typed', async () => {
    await touch(['Enter']);
    expect(page.submitted).toEqual([]);
  });

  it('types nothing where no card can be taken, and nothing of a secret', async () => {
    page.enabled = false;
    await touch(['7', 'Enter']);
    page.enabled = true;
    page.asked = true;
    await touch(['7', 'Enter']);
    expect(page.submitted).toEqual([]);
    expect(page.typed).toBe('');
  });
});
