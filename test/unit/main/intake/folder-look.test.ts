import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { describe, expect, it } from 'vitest';

import { intakeFolder } from './intake-folder.ts';

const PAN = '4111111111111111';
const CARD = '271b-6e47-8ec3-7f3f';

describe('a card file', () => {
  it('is taken at the second look and kept in done', async () => {
    const folder = intakeFolder();
    folder.drop('order 7.json', { cardId: CARD, operationId: 'op-1', reference: 'Desk 2' });
    expect((await folder.look()).unreachable).toBeNull();
    expect(folder.watched).toEqual([]);
    await folder.look();
    expect(folder.tested.store.getState().cards.get(CARD)).toMatchObject({
      reference: 'Desk 2',
      pinnedOperationId: 'op-1',
    });
    expect(folder.tested.asked).toEqual([`wake ${CARD}`]);
    expect(folder.list()).toEqual([]);
    expect(folder.list('done')).toEqual(['order 7.json']);
    expect(folder.list('failed')).toEqual([]);
    await folder.twoLooks();
    expect(folder.given).toHaveLength(1);
  });

  it('may begin with a byte order mark and end in capitals', async () => {
    const folder = intakeFolder();
    folder.drop('A.JSON', `\ufeff${JSON.stringify({ cardId: CARD })}\r\n`);
    await folder.twoLooks();
    expect(folder.watched).toEqual([CARD]);
    expect(folder.list('done')).toEqual(['A.json']);
  });

  it('that still grows waits until it is whole', async () => {
    const folder = intakeFolder();
    folder.drop('a.json', '{ "cardId": ');
    await folder.twoLooks();
    appendFileSync(folder.at('a.json'), `"${CARD}"`);
    await folder.twoLooks();
    expect(folder.list()).toEqual(['a.json']);
    expect(folder.given).toEqual([]);
    appendFileSync(folder.at('a.json'), ' }');
    await folder.twoLooks();
    expect(folder.watched).toEqual([CARD]);
    expect(folder.list('failed')).toEqual([]);
  });

  it('whose name is in done already gets another one, and nothing there is lost', async () => {
    const folder = intakeFolder();
    for (const cardId of ['a', 'b', 'c']) {
      folder.drop('card.json', { cardId });
      await folder.twoLooks();
    }
    expect(folder.watched).toEqual(['a', 'b', 'c']);
    const kept = folder.list('done').map((name) => folder.read('done', name));
    expect(kept.sort()).toEqual(['a', 'b', 'c'].map((cardId) => JSON.stringify({ cardId })));
  });

  it('may have the longest of names, in any script, also where it is refused', async () => {
    const folder = intakeFolder();
    folder.drop(`${'💳'.repeat(60)}.json`, { cardId: 'a' });
    folder.drop(`${'受'.repeat(82)}.json`, '[]');
    folder.drop(`${'x'.repeat(250)}.json`, '[]');
    expect(await folder.twoLooks()).toMatchObject({ unreachable: null });
    expect(folder.list()).toEqual([]);
    expect(folder.list('failed')).toHaveLength(4);
  });

  it('goes in the order of its age', async () => {
    const folder = intakeFolder();
    folder.drop('a.json', { cardId: 'youngest' }, 10);
    folder.drop('b.json', { cardId: 'oldest' }, 30);
    folder.drop('c.json', { cardId: 'middle' }, 20);
    await folder.twoLooks();
    expect(folder.watched).toEqual(['oldest', 'middle', 'youngest']);
  });

  it('that is gone between two looks is no trouble', async () => {
    const folder = intakeFolder();
    folder.drop('a.json', { cardId: 'a' });
    folder.drop('b.json', { cardId: 'b' });
    await folder.look();
    unlinkSync(folder.at('a.json'));
    expect(await folder.look()).toMatchObject({ unreachable: null, refusals: [] });
    expect(folder.watched).toEqual(['b']);
  });

  it('that is exchanged for another between two looks is looked at anew', async () => {
    const folder = intakeFolder();
    folder.drop('a.json', { cardId: 'aaaa' }, 60);
    await folder.look();
    folder.drop('new', { cardId: 'bbbb' }, 60);
    renameSync(folder.at('new'), folder.at('a.json'));
    await folder.look();
    expect(folder.given).toEqual([]);
    await folder.look();
    expect(folder.watched).toEqual(['bbbb']);
  });

  it('of a card that is watched brings it to the front', async () => {
    const folder = intakeFolder();
    folder.tested.desk.watch({ cardId: CARD });
    folder.drop('a.json', { cardId: CARD });
    await folder.twoLooks();
    expect(folder.tested.store.getState().notice).toMatchObject({ kind: 'already-watched', cardId: CARD });
    expect(folder.list('done')).toEqual(['a.json']);
  });
});

describe('what is no card file', () => {
  it.each<[string, string | Uint8Array | object, RegExp]>([
    ['no JSON', '<xml/>', /not JSON/],
    ['nothing', '', /is empty/],
    ['half a file for ever', '{ "cardId": "a"', /not JSON/],
    ['a list', '[{ "cardId": "a" }]', /one object/],
    ['two objects', '{ "cardId": "a" }\n{ "cardId": "b" }', /not JSON/],
    ['a text', '"card-1"', /one object/],
    ['another key', { cardId: 'a', pan: 'x' }, /key other than/],
    ['an inherited key', '{ "cardId": "a", "__proto__": {} }', /key other than/],
    ['a key twice', '{ "cardId": "a", "cardId": "b" }', /twice/],
    ['no card id', { reference: 'x' }, /no cardId/],
    ['a number for an id', { cardId: 12 }, /text in double quotes/],
    ['null for a reference', { cardId: 'a', reference: null }, /text in double quotes/],
    ['an id with a slash', { cardId: '../a' }, /letters, digits/],
    ['an id that is too long', { cardId: 'x'.repeat(49) }, /longer than 48/],
    ['a reference of two lines', { cardId: 'a', reference: 'x\ny' }, /one line/],
    ['an operation id with a space', { cardId: 'a', operationId: 'x y' }, /operation id/],
    ['UTF-16', Buffer.from('\ufeff{"cardId":"a"}', 'utf16le'), /UTF-16/],
    ['UTF-16 the other way round', Buffer.from('\ufeff{"cardId":"a"}', 'utf16le').swap16(), /UTF-16/],
    ['Latin-1', Buffer.from('{"cardId":"a","reference":"M\u00fcller"}', 'latin1'), /UTF-8/],
    ['more than 64 KiB', `{ "cardId": "a" }${' '.repeat(65_536)}`, /larger than 64 KiB/],
    ['a deep nest', `{"cardId":${'['.repeat(30_000)}`, /not JSON/],
  ])('(%s) goes to failed with its reason, and no card comes of it', async (_words, content, reason) => {
    const folder = intakeFolder();
    folder.drop('a.json', content);
    const { refusals } = await folder.longLook();
    expect(folder.watched).toEqual([]);
    expect(folder.tested.asked).toEqual([]);
    expect(folder.tested.store.getState().notice).toBeNull();
    expect(refusals).toEqual([expect.stringMatching(reason)]);
    expect(folder.list()).toEqual([]);
    expect(folder.list('failed')).toEqual(['a.json', 'a.json.reason.txt']);
    expect(folder.read('failed', 'a.json.reason.txt')).toMatch(reason);
    expect(folder.read('failed', 'a.json.reason.txt')).toMatch(/^[^\n]{5,150}\n$/);
  });

  it('is left where it is by another name, as a folder, or when it begins with a dot', async () => {
    const folder = intakeFolder();
    for (const name of ['a.txt', 'a.json.tmp', '.a.json', 'json']) folder.drop(name, { cardId: 'a' });
    mkdirSync(folder.at('folder.json'));
    await folder.longLook();
    expect(folder.watched).toEqual([]);
    expect(folder.list()).toEqual(['.a.json', 'a.json.tmp', 'a.txt', 'json']);
    expect(existsSync(folder.at('folder.json'))).toBe(true);
  });

  it('is a link, whatever it points to; what it points to is not read and stays', async () => {
    const folder = intakeFolder();
    const elsewhere = intakeFolder();
    elsewhere.drop('real.json', { cardId: 'a' });
    symlinkSync(elsewhere.at('real.json'), folder.at('link.json'));
    symlinkSync('/dev/zero', folder.at('zero.json'));
    symlinkSync('nowhere', folder.at('broken.json'));
    const { refusals } = await folder.twoLooks();
    expect(refusals).toEqual(Array(3).fill('It is not a plain file.'));
    expect(folder.given).toEqual([]);
    expect(elsewhere.list()).toEqual(['real.json']);
    expect(lstatSync(folder.at('failed', 'link.json')).isSymbolicLink()).toBe(true);
  });

  it('is a pipe, which nobody waits for', async () => {
    const folder = intakeFolder();
    execFileSync('mkfifo', [folder.at('pipe.json')]);
    folder.drop('z.json', { cardId: 'a' });
    const { refusals } = await folder.twoLooks();
    expect(refusals).toEqual(['It is not a plain file.']);
    expect(folder.watched).toEqual(['a']);
  });

  it('is a file with a second name, unless that goes in time', async () => {
    const folder = intakeFolder();
    folder.drop('a.tmp', { cardId: 'a' });
    linkSync(folder.at('a.tmp'), folder.at('a.json'));
    await folder.twoLooks();
    expect(folder.given).toEqual([]);
    unlinkSync(folder.at('a.tmp'));
    await folder.look();
    expect(folder.watched).toEqual(['a']);

    folder.drop('b.tmp', { cardId: 'b' });
    linkSync(folder.at('b.tmp'), folder.at('b.json'));
    expect((await folder.longLook()).refusals).toEqual(['The file has a second name (a hard link).']);
    expect(folder.watched).toEqual(['a']);
  });
});

describe('a card number or stripe data', () => {
  const text = (value: string): string => JSON.stringify({ cardId: CARD, reference: value });
  it.each<[string, string, string | Uint8Array]>([
    ['as the card id', 'a.json', JSON.stringify({ cardId: PAN })],
    ['in a reference', 'a.json', text(`Visa ${PAN}`)],
    ['as a number', 'a.json', `{ "cardId": ${PAN} }`],
    ['under another key', 'a.json', JSON.stringify({ cardId: CARD, pan: PAN })],
    ['deep in something else', 'a.json', JSON.stringify([{ x: { y: [PAN] } }])],
    ['as a key', 'a.json', JSON.stringify({ [PAN]: 1 })],
    ['in a broken file', 'a.json', `{ "cardId": "${PAN}`],
    ['written with escapes', 'a.json', `{ "cardId": "\\u0034${PAN.slice(1)}" }`],
    ['written with escapes under another key', 'a.json', `{ "cardId": "a", "x": "\\u0034${PAN.slice(1)}" }`],
    ['in UTF-16', 'a.json', Buffer.from(`\ufeff{"cardId":"${PAN}"}`, 'utf16le')],
    ['in UTF-16 the other way round', 'a.json', Buffer.from(`\ufeff{"cardId":"${PAN}"}`, 'utf16le').swap16()],
    ['in a large file', 'a.json', `{ "cardId": "${PAN}" }${' '.repeat(70_000)}`],
    ['with stripe data', 'a.json', text(`;${PAN}=28121010000000000?`)],
    ['and its name too', `${PAN}.json`, JSON.stringify({ cardId: PAN })],
    ['in full-width digits', 'a.json', text('４１１１１１１１１１１１１１１１')],
  ])('%s is deleted at once, and only the reason stays', async (_words, name, content) => {
    const folder = intakeFolder();
    folder.drop(name, content);
    const { refusals } = await folder.twoLooks();
    expect(refusals).toHaveLength(1);
    expect(folder.list()).toEqual([]);
    const [kept, ...more] = folder.list('failed');
    expect(more).toEqual([]);
    expect(kept).toMatch(/^(a|card-file)\.json\.reason\.txt$/);
    expect(folder.read('failed', kept ?? '')).toMatch(/never accepted.*deleted/);
    expect(folder.holds(PAN)).toBe(false);
    expect(folder.holds('１１１１')).toBe(false);
    expect(folder.tested.asked).toEqual([]);
    expect(JSON.stringify([folder.tested.store.getState().notice, refusals])).not.toContain(PAN);
  });

  it('in the name of a good file, which may be a date, is not kept in the name', async () => {
    const folder = intakeFolder();
    folder.drop(`order-${PAN}.json`, { cardId: CARD });
    folder.drop('20250117062802.json', { cardId: 'b' });
    await folder.twoLooks();
    expect(folder.watched.sort()).toEqual([CARD, 'b'].sort());
    expect(folder.holds(PAN)).toBe(false);
    expect(folder.list('done')).toContain('card-file.json');
  });

  it("is an id where the issuer's are such numbers, and in a reference it is not", async () => {
    const folder = intakeFolder({ allowNumericIds: true });
    folder.drop('a.json', { cardId: PAN });
    folder.drop('b.json', { cardId: 'b', reference: PAN });
    await folder.twoLooks();
    expect(folder.watched).toEqual([PAN]);
    expect(folder.list('failed')).toEqual(['b.json.reason.txt']);
  });

  it('is refused like a badge, which is not kept either', async () => {
    const folder = intakeFolder({ badgePattern: '^B[0-9]{6}$' });
    folder.drop('a.json', { cardId: 'B123456' });
    await folder.twoLooks();
    expect(folder.holds('B123456')).toBe(false);
    expect(folder.tested.asked).toEqual([]);
  });
});

describe('a full screen', () => {
  it('leaves files where they are, says so once, and takes the oldest when there is room', async () => {
    const folder = intakeFolder({ maxCards: 2 });
    for (const [index, cardId] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      folder.drop(`${cardId}.json`, { cardId }, 100 - index);
    }
    await folder.twoLooks();
    expect(folder.watched).toEqual(['a', 'b']);
    expect(folder.tested.store.getState().notice).toMatchObject({ refusal: 'too-many-cards', max: 2 });
    const notice = folder.tested.store.getState().notice;
    folder.tested.clock.advance(5_000);
    for (let looks = 0; looks < 5; looks += 1) expect((await folder.look()).refusals).toEqual([]);
    expect(folder.tested.store.getState().notice).toBe(notice);
    expect(folder.list()).toEqual(['c.json', 'd.json', 'e.json']);
    expect(folder.given).toHaveLength(5);

    folder.tested.desk.remove('a');
    await folder.look();
    expect(folder.watched).toEqual(['b', 'c']);
    expect(folder.list()).toEqual(['d.json', 'e.json']);
    expect(folder.said).toEqual(['too-many-cards']);
  });

  it('does not keep a card number waiting, nor a card that is watched', async () => {
    const folder = intakeFolder({ maxCards: 1 });
    folder.tested.desk.watch({ cardId: 'a' });
    folder.drop('good.json', { cardId: 'b' }, 50);
    folder.drop('pan.json', { cardId: PAN }, 40);
    folder.drop('again.json', { cardId: 'a' }, 30);
    await folder.twoLooks();
    expect(folder.list()).toEqual(['good.json']);
    expect(folder.holds(PAN)).toBe(false);
    expect(folder.list('done')).toEqual(['again.json']);
  });
});

describe('the folder itself', () => {
  it('that is missing, or no folder, is a fault and not made', async () => {
    const folder = intakeFolder();
    rmSync(folder.path, { recursive: true });
    expect(await folder.look()).toMatchObject({ unreachable: expect.stringContaining('ENOENT'), refusals: [] });
    expect(existsSync(folder.path)).toBe(false);
    writeFileSync(folder.path, '');
    expect((await folder.look()).unreachable).toMatch(/not a folder/);
    rmSync(folder.path);
    mkdirSync(folder.path);
    folder.drop('a.json', { cardId: 'a' });
    expect((await folder.twoLooks()).unreachable).toBeNull();
    expect(folder.watched).toEqual(['a']);
  });

  it('that every account can write is refused, unless they can only add', async () => {
    const folder = intakeFolder();
    folder.drop('a.json', { cardId: 'a' });
    folder.mode('.', 0o777);
    expect((await folder.twoLooks()).unreachable).toMatch(/Every account/);
    expect(folder.given).toEqual([]);
    folder.mode('.', 0o1777);
    expect((await folder.twoLooks()).unreachable).toBeNull();
    expect(folder.watched).toEqual(['a']);
  });

  it('with something else in the place of done or failed is a fault, and nothing goes astray', async () => {
    for (const place of ['done', 'failed']) {
      const folder = intakeFolder();
      const elsewhere = intakeFolder();
      folder.drop('a.json', { cardId: 'a' });
      symlinkSync(elsewhere.path, folder.at(place));
      expect((await folder.twoLooks()).unreachable).toMatch(new RegExp(`folder ${place} should be`));
      rmSync(folder.at(place));
      writeFileSync(folder.at(place), '');
      expect((await folder.twoLooks()).unreachable).toMatch(new RegExp(`folder ${place} should be`));
      expect(elsewhere.list()).toEqual([]);
      expect(folder.list()).toContain('a.json');
    }
  });

  it('from which a file cannot be moved is a fault, and its card is taken once', async () => {
    const folder = intakeFolder();
    folder.drop('a.json', { cardId: 'a' });
    await folder.look();
    // Onto another file system nothing can be moved: root, too, is stopped by it.
    if (!mounted(folder.at('done'))) return;
    try {
      expect((await folder.look()).unreachable).toMatch(/cannot be put away.*EXDEV/);
      expect((await folder.twoLooks()).unreachable).toMatch(/cannot be put away/);
      expect(folder.given).toHaveLength(1);
      expect(folder.watched).toEqual(['a']);
    } finally {
      execFileSync('umount', [folder.at('done')]);
    }
    expect((await folder.twoLooks()).unreachable).toBeNull();
    expect(folder.given).toHaveLength(1);
    expect(folder.list('done')).toEqual(['a.json']);
  });
});

/** Puts a small file system of its own there; false where this account may not. */
function mounted(place: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('ten thousand files at once', () => {
  it('come fifty in a look, and main never stands still for long', async () => {
    const folder = intakeFolder({ maxCards: 60 });
    for (let n = 0; n < 10_000; n += 1) {
      folder.drop(`card-${String(n).padStart(5, '0')}.json`, { cardId: `card-${n}` }, 20_000 - n);
    }
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const heap = process.memoryUsage().heapUsed;
    await folder.look();
    for (let looks = 0; looks < 8; looks += 1) {
      const before = folder.given.length;
      await folder.look();
      expect(folder.given.length - before).toBeLessThanOrEqual(50);
    }
    delay.disable();
    expect(folder.watched).toHaveLength(60);
    expect(folder.list('done')).toHaveLength(60);
    expect(folder.list()).toHaveLength(9_940);
    // A limit against standing still, far above what is measured (some 20 ms), for a machine that is shared.
    expect(delay.max / 1e6).toBeLessThan(500);
    expect((process.memoryUsage().heapUsed - heap) / 2 ** 20).toBeLessThan(100);
  }, 120_000);
});
