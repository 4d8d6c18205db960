/** Compares two exports and prints the time and memory used, in a process that loads nothing else. */
import { peakMegabytes } from '../fixtures/processes/peak-memory.ts';
import { temporaryFolder } from '../support/files/temporary-folder.ts';
import { collectDocuments, compareCollections, openArchive } from '../support/snapshot/index.ts';

const [left = '', right = '', expected = ''] = process.argv.slice(2);
const started = performance.now();
using folder = temporaryFolder('bench');
const collected = async (file: string, name: string) =>
  collectDocuments(await openArchive(file), { directory: `${folder.path}/${name}`, oneIn: 1 });
const [one, other] = [await collected(left, 'left'), await collected(right, 'right')];
const { sameId } = compareCollections(one, other, 1);
const compareMs = performance.now() - started;
const total = sameId.reduce((sum, overlap) => sum + overlap.total, 0);
if (String(total) !== expected) throw new Error(`expected ${expected} shared documents, saw ${total}`);
process.stdout.write(JSON.stringify({ compareMs, peakMegabytes: Math.round(peakMegabytes()) }));
