/** Writes docs/faults.md from the declarations: `npm run faults` begins with it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { allRecords } from './all-records.ts';
import { formatFaults } from './format-faults.ts';

writeFileSync(path.join(import.meta.dirname, '../../../docs/faults.md'), formatFaults(await allRecords()));
