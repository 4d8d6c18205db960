import { smokeFaults } from '../../../fixtures/faults/smoke.ts';
import { smokeBeyondFaults } from '../../../fixtures/faults/smoke-beyond.ts';
import type { SmokeFault } from '../../../fixtures/faults/smoke-fault.ts';
import { type FaultRecord, recordOf } from './fault-record.ts';
import { loadTables } from './tables.ts';

/** Every fault that is declared, of the twin and of the live site. */
export async function allRecords(): Promise<FaultRecord[]> {
  const tables = await loadTables();
  return [
    ...[...tables].flatMap(([table, faults]) =>
      Object.entries(faults).map(([name, fault]) => recordOf(table, name, fault)),
    ),
    ...Object.entries<SmokeFault>({ ...smokeFaults, ...smokeBeyondFaults }).map(([name, fault]) =>
      recordOf('smoke', name, fault),
    ),
  ];
}
