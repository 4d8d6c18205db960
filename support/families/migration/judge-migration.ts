import type { Finding } from '../../check/finding.ts';
import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { MigrationComparison } from './compare-migration.ts';
import type { Difference, Differences } from './difference-list.ts';

/** Documents that did not arrive, or that the plan does not move. @throws NotVerified if there was nothing to move */
export function judgeComplete({ sources, tables, missing, unexpected }: MigrationComparison): Finding[] {
  const from = [sources.from, sources.to];
  const findings = [
    ...listed(missing, from, {
      one: (table) => `document of \`${table}\` did not arrive`,
      many: (table) => `documents of \`${table}\` did not arrive`,
    }),
    ...listed(unexpected, from, {
      one: (table) => `document of \`${table}\` is in the target, but not in the plan`,
      many: (table) => `documents of \`${table}\` are in the target, but not in the plan`,
    }),
  ];

  const empty = tables.filter(({ planned }) => planned === 0);
  if (findings.length === 0 && empty.length > 0)
    throw new NotVerified(
      `the source ${sources.from} has no document to move in ${empty.map(({ table }) => table).join(', ')}`,
      'Compare with an export that was taken before the migration, or correct the filter of the plan.',
    );

  return findings;
}

/** Fields with unexpected values. @throws NotVerified if no document is on both sides, or the plan ignores every field of a table */
export function judgeIdentical({ sources, tables, changed }: MigrationComparison): Finding[] {
  if (tables.every(({ compared }) => compared === 0))
    throw new NotVerified('nothing was compared: no document is on both sides');

  const unseen = tables.filter(({ compared, ignored }) => compared > 0 && ignored === compared);
  if (changed.total === 0 && unseen.length > 0)
    throw new NotVerified(
      `nothing was compared in ${unseen.map(({ table }) => table).join(', ')}: the plan ignores every field`,
      'List in `ignore` only fields that may differ.',
    );

  return listed(changed, [sources.from, sources.to], {
    one: (table) => `field of \`${table}\` differs from the plan`,
    many: (table) => `fields of \`${table}\` differ from the plan`,
  });
}

/** References to documents that the target does not have. @throws NotVerified if some references could not be resolved */
export function judgeReferences({
  sources,
  tables,
  dangling,
  misdirected,
  unfollowed,
}: MigrationComparison): Finding[] {
  if (tables.every(({ arrived }) => arrived === 0))
    throw new NotVerified(`no reference was followed: ${sources.to} has no document of the plan`);

  const [example] = unfollowed.list;
  if (dangling.total + misdirected.total === 0 && example !== undefined)
    throw new NotVerified(
      `${unresolvedReferences(unfollowed.total)}, for example ${example.table} ${example.id}.${example.field}: ${example.received}`,
      'For files, export with --include-file-storage; for scheduled functions or documents of a component, add the field to `ignore` in the plan.',
    );

  return [
    ...listed(dangling, [sources.to], {
      one: (table) => `reference in \`${table}\` points to a document that does not exist`,
      many: (table) => `references in \`${table}\` point to documents that do not exist`,
    }),
    ...listed(misdirected, [sources.to], {
      one: (table) => `reference in \`${table}\` does not point to a document of the table in the schema`,
      many: (table) => `references in \`${table}\` do not point to documents of the table in the schema`,
    }),
  ];
}

/** Says how many references point into tables that neither side shows. */
export function unresolvedReferences(total: number): string {
  if (total === 1) return '1 reference points to a document of a table that neither side shows';
  return `${total} references point to documents of tables that neither side shows`;
}

/**
 * Migrated documents that are still in the source.
 * @throws NotApplicable if the plan does not clean any table
 * @throws NotVerified if nothing shows that the source afterwards is the source: that a document is not there then proves nothing
 */
export function judgeCleaned({ sources, tables, uncleaned, cleanedTables, binding }: MigrationComparison): Finding[] {
  if (cleanedTables.length === 0) throw new NotApplicable('no table of the plan has `source: cleaned`');
  if (tables.every(({ table, planned }) => !cleanedTables.includes(table) || planned === 0))
    throw new NotVerified(
      'it is unknown what was moved: the source has none of the documents',
      'Use an export of the source from before the migration.',
    );
  if (sources.after === undefined || binding === undefined)
    throw new NotVerified(
      'it is unknown what the source still has: there is no export of it from after the migration',
      'Name one: `--after` of the command, or `platforms.migration.after`.',
    );
  const against = [
    ...(binding.common === 0 ? ['they have no document in common'] : []),
    ...(binding.contradiction === undefined ? [] : [binding.contradiction]),
  ];
  if (against.length > 0)
    throw new NotVerified(
      `nothing shows that ${sources.after} is ${sources.from} after the migration: ${against.join(', and ')}`,
      'Export the whole source with `npx convex export`, also the tables that were not moved.',
    );

  return listed(uncleaned, [sources.after], {
    one: (table) => `migrated document of \`${table}\` is still in the source`,
    many: (table) => `migrated documents of \`${table}\` are still in the source`,
  });
}

interface Wording {
  one: (table: string) => string;
  many: (table: string) => string;
}

const mostShown = 5;

/** One finding per table: the number of differences, and the first ones by id and field. */
function listed({ total, list }: Differences, from: string[], wording: Wording): Finding[] {
  const byTable = [...Map.groupBy(list, ({ table }) => table)];

  return byTable.map(([table, differences]) => {
    const shown = differences.slice(0, mostShown).map(worded);
    if (differences.length > mostShown || total > list.length) shown.push('…');
    return {
      what: counted(table, differences.length, total, byTable.length, wording),
      expected: [...new Set(differences.map(({ expected }) => expected))].slice(0, mostShown).join('; '),
      received: shown.join('; '),
      from,
    };
  });
}

/** The total is exact over all tables; with several tables, each one's share is only known as far as it is listed. */
function counted(table: string, known: number, total: number, tables: number, { one, many }: Wording): string {
  if (total === 1) return `1 ${one(table)}`;
  if (tables === 1) return `${total} ${many(table)}`;
  if (known === 1) return `at least 1 ${one(table)} (${total} in all tables)`;
  return `at least ${known} ${many(table)} (${total} in all tables)`;
}

function worded({ id, field, received }: Difference): string {
  return `${[id, field].filter((part) => part !== undefined).join('.')}: ${received}`;
}
