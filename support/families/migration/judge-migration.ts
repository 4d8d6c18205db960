import type { Finding } from '../../check/finding.ts';
import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { MigrationComparison } from './compare-migration.ts';
import type { Difference, Differences } from './difference-list.ts';

/** What did not arrive, and what arrived beside it. @throws NotVerified where nothing was to be moved */
export function judgeComplete({ sources, tables, missing, unexpected }: MigrationComparison): Finding[] {
  const from = [sources.from, sources.to];
  const findings = [
    ...listed(missing, from, (table, total) => `${total} documents of ${table} did not arrive`),
    ...listed(
      unexpected,
      from,
      (table, total) => `${total} documents of ${table} are in the target, and the plan does not move them`,
    ),
  ];
  const empty = tables.filter(({ planned }) => planned === 0);
  if (findings.length === 0 && empty.length > 0)
    throw new NotVerified(
      `the source ${sources.from} has no document that the plan moves in ${empty.map(({ table }) => table).join(', ')}`,
      'Compare with an export that was taken before the move, or correct the filter of the plan.',
    );
  return findings;
}

/** Fields that differ. @throws NotVerified where no document stands on both sides */
export function judgeIdentical({ sources, tables, changed }: MigrationComparison): Finding[] {
  if (tables.every(({ compared }) => compared === 0))
    throw new NotVerified('no document stands on both sides, so none could be compared');
  return listed(
    changed,
    [sources.from, sources.to],
    (table, total) => `${total} fields of ${table} differ from what the plan says`,
  );
}

/** References to documents that the target does not have. @throws NotVerified where nobody knows where some lead */
export function judgeReferences({ sources, tables, dangling, unfollowed }: MigrationComparison): Finding[] {
  if (tables.every(({ arrived }) => arrived === 0))
    throw new NotVerified(`${sources.to} holds no document of the plan, so no reference could be followed`);
  const [example] = unfollowed.list;
  if (dangling.total === 0 && example !== undefined)
    throw new NotVerified(
      `${unfollowed.total} references lead to documents of tables that neither side shows, as ${example.table} ${example.id}.${example.field} to ${example.received}`,
      'Export with --include-file-storage where they are files; where they are scheduled functions or documents of a component, name the field in `ignore` of the plan.',
    );
  return listed(dangling, [sources.to], (table, total) => `${total} references of ${table} lead to no document`);
}

/** Documents that were moved away and are still in the source. @throws NotApplicable where the plan wants none cleaned */
export function judgeCleaned({ sources, tables, uncleaned, cleanedTables }: MigrationComparison): Finding[] {
  if (cleanedTables.length === 0)
    throw new NotApplicable('the plan wants no table cleaned in the source (`source: cleaned`)');
  if (uncleaned.total === 0 && tables.every(({ table, planned }) => !cleanedTables.includes(table) || planned === 0))
    throw new NotVerified(
      'nobody knows what was moved: the source holds none of it',
      'Give an export of the source from before the move.',
    );
  return listed(
    uncleaned,
    [sources.after ?? sources.from],
    (table, total) => `${total} documents of ${table} that were moved are still in the source`,
  );
}

/** One finding a table: the exact total, and the first differences by id and field. */
function listed(
  { total, list }: Differences,
  from: string[],
  what: (table: string, total: string) => string,
): Finding[] {
  const byTable = [...Map.groupBy(list, ({ table }) => table)];
  const whole = byTable.length <= 1 ? String(total) : undefined;
  return byTable.map(([table, differences]) => ({
    what: what(table, whole ?? `of ${total} in all, at least ${differences.length}`),
    expected: [...new Set(differences.map(({ expected }) => expected))].slice(0, 5).join('; '),
    received:
      differences.slice(0, 5).map(worded).join('; ') + (differences.length > 5 || total > list.length ? '; …' : ''),
    from,
  }));
}

function worded({ id, field, received }: Difference): string {
  return `${id}${field === undefined ? '' : `.${field}`}: ${received}`;
}
