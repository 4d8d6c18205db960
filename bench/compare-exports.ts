/** Compares two exports and prints the time and memory used, in a process that loads nothing else. */
import { peakMegabytes } from '../fixtures/processes/peak-memory.ts';
import { compareDocuments, openArchive } from '../support/snapshot/index.ts';

const [left = '', right = '', expected = ''] = process.argv.slice(2);
const started = performance.now();
const { sameId } = await compareDocuments(await openArchive(left), await openArchive(right));
const compareMs = performance.now() - started;
const total = sameId.reduce((sum, overlap) => sum + overlap.total, 0);
if (String(total) !== expected) throw new Error(`expected ${expected} shared documents, saw ${total}`);
process.stdout.write(JSON.stringify({ compareMs, peakMegabytes: Math.round(peakMegabytes()) }));
