import { inspect } from 'node:util';

/** What every way of printing a secret gives instead of it. */
const REDACTED = '[secret]';

/**
 * A text that prints itself as `[secret]` wherever it is logged, interpolated, inspected or serialised.
 * The text itself is had by `reveal()` alone, so that every use of it can be found by that name.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text. Call it only where it is used; never put the result in an Error, a log line or a message to the screen. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
