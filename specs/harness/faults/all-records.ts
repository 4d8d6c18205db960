import { smokeFaults } from '../../../fixtures/faults/smoke.ts';
import { smokeBeyondFaults } from '../../../fixtures/faults/smoke-beyond.ts';
import type { SmokeFault } from '../../../fixtures/faults/smoke-fault.ts';
import { foreignCors } from '../../../fixtures/foreign/cors-policies.ts';
import type { ForeignCase } from '../../../fixtures/foreign/foreign-case.ts';
import { foreignSites, foreignSources } from '../../../fixtures/foreign/front-ends.ts';
import { foreignHealth } from '../../../fixtures/foreign/health-answers.ts';
import { foreignLimiters } from '../../../fixtures/foreign/limiters.ts';
import { type FaultRecord, recordOf } from './fault-record.ts';
import { foreignCases } from './foreign-cases.ts';
import { loadTables } from './tables.ts';

/** The corpora of shapes that the twin does not have, by name. */
const foreign: Readonly<Record<string, readonly ForeignCase[]>> = {
  limiters: foreignLimiters,
  'health-answers': foreignHealth,
  'cors-policies': foreignCors,
  sources: foreignSources,
  sites: foreignSites,
};

/** Every fault that is declared: of the twin, of the live site, and of the foreign corpus. */
export async function allRecords(): Promise<FaultRecord[]> {
  const tables = await loadTables();
  return [
    ...[...tables].flatMap(([table, faults]) =>
      Object.entries(faults).map(([name, fault]) => recordOf(table, name, fault)),
    ),
    ...Object.entries<SmokeFault>({ ...smokeFaults, ...smokeBeyondFaults }).map(([name, fault]) =>
      recordOf('smoke', name, fault),
    ),
    ...Object.entries(foreign).flatMap(([corpus, cases]) => foreignCases(corpus, cases).map(({ record }) => record)),
  ];
}
