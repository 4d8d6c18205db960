/** Reads the references of a source tree, in a process that does nothing else. */
import { readSourceReferences } from '../../support/contract/index.ts';

const [root = ''] = process.argv.slice(2);
const { references } = await readSourceReferences({ root });
process.stdout.write(`${references.length}\n`);
