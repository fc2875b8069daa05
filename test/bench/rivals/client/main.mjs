/**
 * The floor of an answer: `node main.mjs FILE` reads the first card of the file over new connections and prints how many ms
 * that took. The start of Node and the loading of modules are not in it.
 */
import { readFileSync } from 'node:fs';

import { createReader } from './reader.mjs';

const given = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const began = performance.now();
const reader = createReader(given);
const said = await reader.read(given.cardIds[0]);
const ms = performance.now() - began;
await reader.close();
process.stdout.write(`${JSON.stringify({ ms, said })}\n`);
