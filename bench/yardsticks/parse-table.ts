/** Parses one table, in a process that does nothing else. */
import { readFileSync } from 'node:fs';
import { parseTable } from '../../support/table/index.ts';

const [file = ''] = process.argv.slice(2);
const { table, problems } = parseTable(readFileSync(file, 'utf8'), { file });
if (problems.length > 0) throw new Error(`the table has ${problems.length} problems`);
process.stdout.write(`${table.rows.length}\n`);
