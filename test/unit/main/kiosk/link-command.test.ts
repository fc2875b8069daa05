import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseCommandLine, type Command } from '../../../../main/kiosk/command-line.ts';
import { runLink } from '../../../../main/kiosk/commands/link.ts';
import type { Delivered } from '../../../../main/kiosk/delivered.ts';
import { Delivery } from '../../../../main/kiosk/delivery.ts';
import { outputInto } from './output-into.ts';

const PAN = '4111111111111111';
const LINK = 'card-station://watch?cardId=271b-6e47&reference=Desk%202&operationId=op-1';
const READ = { kind: 'request', request: { cardId: '271b-6e47', operationId: 'op-1', reference: 'Desk 2' } };
const NONE = { configFile: null, userDataFolder: null };

const PLATFORMS = ['linux', 'win32', 'darwin'] as const;

describe('a link as an argument', () => {
  it.each([[[LINK]], [['--', LINK]], [['--disable-gpu', LINK]], [['--lang=fr', '--', LINK]]])('%j', (args) => {
    for (const strict of [true, false])
      for (const platform of PLATFORMS)
        expect(parseCommandLine(args, strict, platform)).toEqual({ kind: 'link', link: READ, ...NONE });
  });

  it("comes behind the options of the administrator's own entry", () => {
    expect(parseCommandLine(['--config', 'a.json', '--user-data-dir=/p', '--', LINK], true)).toMatchObject({
      kind: 'link',
      configFile: 'a.json',
      userDataFolder: '/p',
    });
  });

  it.each([
    [[LINK, '--no-sandbox']],
    [[LINK, '--config', 'evil.json']],
    [[LINK, '--user-data-dir=/evil']],
    [[LINK, '--lang=fr']],
    [[LINK, 'watch', 'other']],
    [[LINK, LINK]],
    [['--', LINK, '--no-sandbox']],
    [['watch', LINK]],
    [['watch', 'card', '--reference', LINK]],
    [['provision', LINK]],
    [['config', 'check', LINK]],
    [['--config', LINK]],
    [['--no-sandbox', LINK]],
    [['--help', LINK]],
  ])('is refused with anything else: %j', (args) => {
    const command = parseCommandLine(args, true);
    expect(command.kind).toBe('mistake');
    expect(JSON.stringify(command)).not.toContain('271b');
  });

  it('lets no switch through, whatever a link is broken into', () => {
    const piece = fc.oneof(
      fc.constantFrom('--no-sandbox', '--inspect=0', '--config', 'x', '--', '/no-sandbox', LINK, 'watch', ''),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), fc.constantFrom(...PLATFORMS), (rest, platform) => {
        expect(parseCommandLine([LINK, ...rest], true, platform).kind).toBe('mistake');
      }),
    );
  });

  it('that is broken is a link all the same, so that nobody prints it', () => {
    const command = parseCommandLine([` card-station:${PAN}`], true);
    expect(command).toMatchObject({ kind: 'link', link: { kind: 'refused' } });
    expect(JSON.stringify(command)).not.toContain(PAN);
  });
});

interface Run {
  readonly code: 0 | 1 | 2;
  readonly delivered: readonly Delivery[];
  readonly printed: string;
}
async function run(
  link: string,
  over: { links?: boolean; allowNumericIds?: boolean; running?: Delivered } = {},
): Promise<Run> {
  const { links = true, allowNumericIds = false, running = { kind: 'taken' } } = over;
  const delivered: Delivery[] = [];
  const printed: string[] = [];
  const command = parseCommandLine([link], true) as Extract<Command, { kind: 'link' }>;
  const code = await runLink(
    command,
    { links, allowNumericIds },
    (message) => {
      delivered.push(Delivery.parse(message));
      return Promise.resolve(running);
    },
    outputInto(() => printed),
  );
  return { code, delivered, printed: printed.join('\n') };
}

describe('what comes of a link', () => {
  it('is a card at the station that runs', async () => {
    expect(await run(LINK)).toEqual({
      code: 0,
      delivered: [{ kind: 'watch', source: 'link', cardId: '271b-6e47', operationId: 'op-1', reference: 'Desk 2' }],
      printed: 'Delivered: 271b-6e47',
    });
  });

  it('is nothing at all while links are switched off', async () => {
    expect(await run(LINK, { links: false })).toEqual({
      code: 2,
      delivered: [],
      printed: 'Links are switched off on this station (intake.links).',
    });
    expect(await run('card-station:x', { links: false })).toMatchObject({ code: 2, delivered: [] });
  });

  it('is a sentence on the screen when it is refused, without what was refused', async () => {
    expect(await run('card-station://evil')).toMatchObject({
      code: 2,
      delivered: [{ kind: 'refused', refusal: 'link' }],
    });
    const pan = await run(`card-station://watch?cardId=${PAN}`);
    expect(pan).toMatchObject({ code: 1, delivered: [{ kind: 'refused', refusal: 'card-number' }] });
    expect(JSON.stringify(pan)).not.toContain(PAN);
    expect(await run('card-station://watch?cardId=a%00b')).toMatchObject({
      code: 1,
      delivered: [{ refusal: 'characters' }],
    });
  });

  it('is a failure without a station', async () => {
    expect(await run(LINK, { running: { kind: 'nobody' } })).toMatchObject({
      code: 1,
      printed: 'No station is running with this profile.',
    });
    const why = 'The profile folder cannot be written.';
    expect(await run(LINK, { running: { kind: 'failed', why } })).toMatchObject({ code: 1, printed: why });
  });
});
