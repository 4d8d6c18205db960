import type { PlantedFaults } from '../../../support/report/runners/projects.ts';
import { loadTables, provedBy } from './tables.ts';

/** A table of faults, as far as the choice needs it. */
type Table<Planted> = Readonly<Record<string, Planted>>;

/** The first fault of each check, as `table/name`: quick proof that every check can fail. The others are further kinds. */
const firstFaults: ReadonlySet<string> = await findFirst();

/**
 * The faults of a table that a run plants. Every run plants at least one of each table.
 * @param choice the first of each check, the others, or all
 */
export function chosenFaults<Planted>(
  table: string,
  faults: Table<Planted>,
  choice: PlantedFaults,
): [string, Planted][] {
  const rows = Object.entries(faults);
  if (choice === 'all') return rows;

  const chosen = rows.filter(([name]) => firstFaults.has(`${table}/${name}`) === (choice === 'first'));
  return chosen.length > 0 ? chosen : rows.slice(0, 1);
}

async function findFirst(): Promise<Set<string>> {
  const proved = new Set<string>();
  const first = new Set<string>();
  for (const [table, faults] of await loadTables())
    for (const [name, fault] of Object.entries(faults)) {
      const fresh = provedBy(fault).filter((check) => !proved.has(check));
      if (fresh.length === 0 && fault.caughtBy.length > 0) continue;
      first.add(`${table}/${name}`);
      for (const check of fresh) proved.add(check);
    }
  return first;
}
