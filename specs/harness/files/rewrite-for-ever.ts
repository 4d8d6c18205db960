/** Rewrites a file with one of two texts, over and over, until it is killed. For the spec that kills it. */
import { writeAtomically } from '../../../support/files/write-atomically.ts';

const [file = '', characters = '1000'] = process.argv.slice(2);
for (let round = 0; ; round += 1) {
  writeAtomically(file, `${round % 2 === 0 ? 'a' : 'b'}`.repeat(Number(characters)));
  if (round === 0) process.stdout.write('begun\n');
}
