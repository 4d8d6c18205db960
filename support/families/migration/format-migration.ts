import { clipWithLength } from '../../text/clip.ts';
import { countWords } from '../../text/count-words.ts';
import { firstFew } from '../../text/first-few.ts';
import type { MigrationComparison } from './compare-migration.ts';
import type { Differences } from './difference-list.ts';
import { unresolvedReferences } from './judge-migration.ts';
import type { Preflight } from './preflight.ts';

const mostTables = 20;
/** Longer values are clipped. */
const longestValue = 120;

/** Formats a comparison for the terminal: the counts of each table, then each kind of difference with its exact total. */
export function formatMigration({
  sources,
  tables,
  missing,
  unexpected,
  changed,
  dangling,
  misdirected,
  unfollowed,
  references,
  uncleaned,
  cleanedTables,
  binding,
  unplanned,
  resumed,
}: MigrationComparison): string {
  const afterwards = sources.after === undefined ? '' : ` (source afterwards: ${sources.after})`;
  return [
    `Migration: ${sources.from} → ${sources.to}${afterwards}`,
    ...takenOver(resumed),
    '',
    ...tables.map(
      ({ table, planned, arrived, compared }) =>
        `  ${table.padEnd(24)} ${planned} to move, ${arrived} in the target, ${compared} compared`,
    ),
    ...(unplanned.length === 0
      ? []
      : [`  not in the plan, and not compared: ${firstFew(unplanned, mostTables).join(', ')}`]),
    '',
    ...section('complete', 'missing in the target', missing),
    ...section('complete', 'in the target, but not in the plan', unexpected),
    ...identical(tables, changed),
    ...section('references', `of ${references} references broken`, dangling),
    ...(misdirected.total === 0
      ? []
      : section('references', `of ${references} references not to the table in the schema`, misdirected)),
    ...unknown(unfollowed),
    ...cleaned({ cleanedTables, binding, uncleaned }),
    '',
  ].join('\n');
}

function identical(tables: MigrationComparison['tables'], changed: Differences): string[] {
  if (tables.every(({ compared }) => compared === 0))
    return ['  ? identical: nothing was compared, because no document is on both sides'];
  const unseen = tables.filter(({ compared, ignored }) => compared > 0 && ignored === compared);
  if (changed.total === 0 && unseen.length > 0)
    return [`  ? identical: the plan ignores every field of ${unseen.map(({ table }) => table).join(', ')}`];
  return section('identical', 'fields that differ', changed);
}

function takenOver({ documents, readAt, steps }: MigrationComparison['resumed']): string[] {
  if (documents + steps === 0) return [];
  const read = readAt === undefined ? '' : ` and ${countWords(documents, 'document')} that were read on ${readAt}`;
  return [`Taken over from a run that was cut off: ${countWords(steps, 'step')}${read}`];
}

function cleaned({
  cleanedTables,
  binding,
  uncleaned,
}: Pick<MigrationComparison, 'cleanedTables' | 'binding' | 'uncleaned'>): string[] {
  if (cleanedTables.length === 0) return ['  · cleaned: no table of the plan has `source: cleaned`'];
  if (binding === undefined || binding.common === 0 || binding.contradiction !== undefined)
    return ['  ? cleaned: nothing shows what the source still has'];
  return section('cleaned', 'still in the source', uncleaned);
}

/** Formats a pre-flight for the terminal. */
export function formatPreflight({ sources, tables, dangling, unfollowed, present }: Preflight): string {
  return [
    `Pre-flight: ${sources.from} → ${sources.to}; nothing was moved`,
    '',
    ...tables.map(({ table, moves, of, alreadyThere }) => {
      const line = `  ${table.padEnd(24)} ${moves} of ${of} would move`;
      if (alreadyThere === 0) return line;
      return `${line}, ${alreadyThere} already in the target`;
    }),
    '',
    ...section('references', 'references would break', dangling),
    ...unknown(unfollowed),
    ...section('complete', 'documents already in the target', present),
    '',
  ].join('\n');
}

/** References that cannot be resolved; no line if there are none. */
function unknown(unfollowed: Differences): string[] {
  if (unfollowed.total === 0) return [];
  const [, ...lines] = section('references', '', unfollowed);
  return [`  ? references: ${unresolvedReferences(unfollowed.total)}`, ...lines];
}

function section(name: string, what: string, { total, list }: Differences): string[] {
  if (total === 0) return [`  ✓ ${name}: 0 ${what}`];

  const lines = list.map(({ table, id, field, expected, received }) => {
    const place = [id, field].filter((part) => part !== undefined).join('.');
    const [wanted, seen] = [clipWithLength(expected, longestValue), clipWithLength(received, longestValue)];
    return `      ${table} ${place}: expected ${wanted}, received ${seen}`;
  });
  if (total > list.length) lines.push(`      and ${total - list.length} more`);

  return [`  ✗ ${name}: ${total} ${what}`, ...lines];
}
