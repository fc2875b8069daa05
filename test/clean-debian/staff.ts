/** Staff at that machine: a card comes, is seen green, and is handed over by the keyboard alone; and what the record says of it. */
import { HOME } from './kiosk.ts';
import { until } from './machine.ts';
import { LIMIT_MS, seesDark, seesGreen, type Scene } from './scene.ts';

/** Through the check list as it is without settings: open it, two points, confirm, and close what is said then. */
const HAND_OVER = ['Tab', 'Return', 'Tab', 'space', 'Tab', 'space', 'Tab', 'Tab', 'Return'];
const CLOSE = ['Tab', 'Return'];

/** The card of an order that D1 finishes at once; gives how much of the screen is green. */
export async function showCard(scene: Scene, cardId: string): Promise<string> {
  const { machine, sandbox } = scene;
  sandbox.control.order({ cardId, scenario: 'by-hand' });
  const asked = sandbox.control.nextRequest(({ kind, path }) => kind === 'status' && path.includes(cardId), LIMIT_MS);
  await machine.run(`card-station-kiosk run watch ${cardId} --reference 'Ticket 42'`);
  await asked;
  sandbox.control.set(cardId, { state: 'ready' });
  sandbox.control.set(cardId, { state: 'done' });
  return seesGreen(scene);
}

/** The green card on the screen, which has to be this one; gives the record's word for it. */
export async function handOver(scene: Scene, cardId: string): Promise<string> {
  await scene.screen.press(...HAND_OVER);
  await until(`the record says that ${cardId} was handed over`, LIMIT_MS, async () =>
    (await handedOver(scene)).includes(cardId),
  );
  await scene.screen.press(...CLOSE);
  await seesDark(scene);
  return verified(scene);
}

/** The cards that were handed over, as the record is exported beside the running station, oldest first. */
export async function handedOver({ machine }: Scene): Promise<readonly string[]> {
  const file = `${HOME}/exported.jsonl`;
  const period = '--from 2020-01-01 --to 2099-12-31 --format jsonl';
  await machine.run(`rm -f ${file} && card-station-kiosk run ledger export ${period} --output ${file}`);
  const rows = (await machine.run(`cat ${file} && rm ${file}`)).split('\n').filter((line) => line.startsWith('{'));
  return rows
    .map((row) => JSON.parse(row) as { kind?: string; cardId?: string })
    .flatMap(({ kind, cardId }) => (kind === 'handed-over' && cardId !== undefined ? [cardId] : []));
}

/** What `ledger verify` says last; throws when it finds anything. A keychain that is only slow is asked again. */
export async function verified({ machine }: Scene): Promise<string> {
  const said = await until('the record is verified', LIMIT_MS, async () => {
    const { code, text } = await machine.try('card-station-kiosk run ledger verify');
    if (code !== 0 && !text.includes('keychain')) throw new Error(`ledger verify ended with ${code}: ${text}`);
    return code === 0 ? text : null;
  });
  // What the engine says goes to standard error, as what is wrong does.
  return said.split('\n').find((line) => /^(Whole|Verified):/.test(line)) ?? 'no word of it';
}
