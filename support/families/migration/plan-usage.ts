import type { DocumentSource } from '../../snapshot/index.ts';
import { nearName, suggestName } from '../../text/suggest-name.ts';
import { type MigrationPlan, PlanMistake, type PlannedTable } from './plan.ts';
import { valueKey } from './planned-document.ts';

type Fields = Readonly<Record<string, unknown>>;

/** More distinct values than this are not those of a choice. */
const mostValues = 1_000;

/**
 * Holds a table of the plan against its documents: a field that no document has, or a value that is nearly one that they have, is a
 * slip of the pen, by which the plan would move or compare something else.
 */
export class PlanUsage {
  readonly #table: string;
  readonly #planned: PlannedTable;
  readonly #source = new Set<string>();
  readonly #target = new Set<string>();
  /** The values of fields with a filter or mapped values. */
  readonly #values = new Map<string, Set<string>>();

  constructor(table: string, planned: PlannedTable) {
    this.#table = table;
    this.#planned = planned;
    for (const { field } of this.#wantedValues()) this.#values.set(field, new Set());
  }

  /** A document of the source, moved or not, as it is there. */
  addSource(fields: Fields): void {
    for (const name of Object.keys(fields)) this.#source.add(name);
    for (const [field, values] of this.#values)
      if (Object.hasOwn(fields, field) && values.size < mostValues) values.add(valueKey(fields[field]));
  }

  /** A document of the target. */
  addTarget(fields: Fields): void {
    for (const name of Object.keys(fields)) this.#target.add(name);
  }

  /** @throws PlanMistake with all mistakes in this table together */
  requireKnown(): void {
    // Nothing can be said of an empty table.
    if (this.#source.size === 0) return;

    const { map, filter, match = [], ignore } = this.#planned;
    const renamed = new Set([...this.#source].map((name) => map[name]?.to ?? name));
    const there = new Set([...renamed, ...this.#target]);
    const mistakes = [
      ...this.#unknown('map', Object.keys(map), this.#source),
      ...this.#unknown('filter', Object.keys(filter), this.#source),
      ...this.#unknown('match', match, there),
      ...this.#unknown('ignore', ignore, there),
      ...this.#nearValues(),
    ];
    if (mistakes.length > 0) throw new PlanMistake(mistakes.join('\n'));
  }

  #unknown(part: string, names: readonly string[], known: ReadonlySet<string>): string[] {
    return names
      .filter((name) => !known.has(name))
      .map(
        (name) =>
          `the plan's \`${part}\` names the field ${name}, which no document of ${this.#table} has. ${suggestName(name, [...known].sort())}`,
      );
  }

  #nearValues(): string[] {
    return this.#wantedValues().flatMap(({ part, field, value }) => {
      const seen = this.#values.get(field) ?? new Set();
      const [wanted, known] = [valueKey(value), [...seen]];
      if (seen.has(wanted) || seen.size >= mostValues || seen.size === 0) return [];
      const near = typeof value === 'string' ? nearName(value, known) : undefined;
      // A value that nothing is near to may be one that does not occur today; a list of which none occurs is not.
      const isOnly =
        part === 'filter' && [this.#planned.filter[field]].flat().every((each) => !seen.has(valueKey(each)));
      if (near === undefined && !isOnly) return [];
      return [
        `the plan's \`${part}\` of ${field} names the value ${wanted}, which no document of ${this.#table} has. ${near === undefined ? `Known here: ${known.slice(0, 10).join(', ')}.` : `Did you mean \`${near}\`?`}`,
      ];
    });
  }

  #wantedValues(): { part: 'filter' | 'map'; field: string; value: unknown }[] {
    const { filter, map } = this.#planned;
    return [
      ...Object.entries(filter).flatMap(([field, values]) =>
        [values].flat().map((value) => ({ part: 'filter' as const, field, value })),
      ),
      ...Object.entries(map).flatMap(([field, { values }]) =>
        Object.keys(values ?? {}).map((value) => ({ part: 'map' as const, field, value })),
      ),
    ];
  }
}

/** @throws PlanMistake if two sides are one and the same export: everything would be equal to itself */
export function requireTwoSides(sides: readonly (DocumentSource | undefined)[]): void {
  const seen = new Map<string, string>();
  for (const side of sides) {
    if (side?.state === undefined) continue;
    const other = seen.get(side.state);
    if (other !== undefined)
      throw new PlanMistake(
        `${other} and ${side.name} are the same file: everything in it would be equal to itself. Name two exports.`,
      );
    seen.set(side.state, side.name);
  }
}

/** Tables of the target that still have the name from which the plan renames, and that no other table of the plan becomes. */
export function tablesLeftBehind({ tables }: MigrationPlan, targetTables: readonly string[]): string[] {
  const wanted = new Set(Object.entries(tables).map(([table, { to = table }]) => to));
  return Object.entries(tables)
    .filter(([table, { to = table, others }]) => to !== table && others === 'refused')
    .map(([table]) => table)
    .filter((table) => targetTables.includes(table) && !wanted.has(table));
}
