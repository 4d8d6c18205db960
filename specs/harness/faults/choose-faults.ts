import type { PlantedFaults } from '../../../support/report/runners/projects.ts';
import { loadTables, provedBy } from './tables.ts';

/** A table of faults, as far as the choice needs it. */
type Table<Planted> = Readonly<Record<string, Planted>>;

/** Few faults that together prove that every check can fail, as `table/name`, and all that nothing may catch. The others are further kinds. */
const firstFaults: ReadonlySet<string> = await findFirst();

/**
 * The faults of a table that a run plants. Every run plants at least one of each table.
 * @param choice the first ones, which prove every check, the others, or all
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

/** Takes the fault that proves most of what is not proved yet, until every check is proved: not the fewest, but near it. */
async function findFirst(): Promise<Set<string>> {
  const all = [...(await loadTables())].flatMap(([table, faults]) =>
    Object.entries(faults).map(([name, fault]) => ({
      key: `${table}/${name}`,
      fault,
      proves: provedBy(fault).map(({ check }) => check),
    })),
  );
  const first = new Set(all.filter(({ fault }) => fault.caughtBy.length === 0).map(({ key }) => key));
  const open = new Set(all.flatMap(({ proves }) => proves));
  while (open.size > 0) {
    const fresh = ({ proves }: (typeof all)[number]) => proves.filter((check) => open.has(check)).length;
    const best = all.reduce((most, each) => (fresh(each) > fresh(most) ? each : most));
    first.add(best.key);
    for (const check of best.proves) open.delete(check);
  }
  return first;
}
