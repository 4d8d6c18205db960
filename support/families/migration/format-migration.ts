import { clipWithLength } from '../../text/clip.ts';
import type { MigrationComparison } from './compare-migration.ts';
import type { Differences } from './difference-list.ts';
import type { Preflight } from './preflight.ts';

/** Longer values are cut: a report is read by people. */
const longestValue = 120;

/** A comparison as lines of text: counts a table, then each kind of difference with its exact total. */
export function formatMigration({
  sources,
  tables,
  missing,
  unexpected,
  changed,
  dangling,
  unfollowed,
  references,
  uncleaned,
  cleanedTables,
}: MigrationComparison): string {
  return [
    `Migration: ${sources.from} → ${sources.to}${sources.after === undefined ? '' : ` (source afterwards: ${sources.after})`}`,
    '',
    ...tables.map(
      ({ table, planned, arrived, compared }) =>
        `  ${table.padEnd(24)} ${planned} to be moved, ${arrived} in the target, ${compared} compared`,
    ),
    '',
    ...section('complete', 'missing in the target', missing),
    ...section('complete', 'in the target beside the plan', unexpected),
    ...(tables.every(({ compared }) => compared === 0)
      ? ['  ? identical: no document stands on both sides, so none was compared']
      : section('identical', 'fields that differ', changed)),
    ...section('references', `references that dangle, of ${references}`, dangling),
    ...unknown(unfollowed),
    ...(cleanedTables.length === 0
      ? ['  · cleaned: the plan wants no table cleaned']
      : section('cleaned', 'still in the source', uncleaned)),
    '',
  ].join('\n');
}

/** A pre-flight as lines of text. */
export function formatPreflight({ sources, tables, dangling, unfollowed, present }: Preflight): string {
  return [
    `Pre-flight: ${sources.from} → ${sources.to}; nothing was moved`,
    '',
    ...tables.map(
      ({ table, moves, of, alreadyThere }) =>
        `  ${table.padEnd(24)} ${moves} of ${of} would move${alreadyThere === 0 ? '' : `, ${alreadyThere} are there already`}`,
    ),
    '',
    ...section('references', 'references that would dangle', dangling),
    ...unknown(unfollowed),
    ...section('complete', 'documents that are in the target already', present),
    '',
  ].join('\n');
}

/** References into tables that are not shown; no line where there are none. */
function unknown(unfollowed: Differences): string[] {
  if (unfollowed.total === 0) return [];
  const [, ...lines] = section('references', '', unfollowed);
  return [`  ? references: ${unfollowed.total} to documents of tables that neither side shows`, ...lines];
}

function section(name: string, what: string, { total, list }: Differences): string[] {
  if (total === 0) return [`  ✓ ${name}: 0 ${what}`];
  return [
    `  ✗ ${name}: ${total} ${what}`,
    ...list.map(
      ({ table, id, field, expected, received }) =>
        `      ${table} ${id}${field === undefined ? '' : `.${field}`}: expected ${clipWithLength(expected, longestValue)}, received ${clipWithLength(received, longestValue)}`,
    ),
    ...(total > list.length ? [`      and ${total - list.length} more`] : []),
  ];
}
