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
  readonly #declared: readonly string[];
  readonly #table: string;
  readonly #planned: PlannedTable;
  readonly #source = new Set<string>();
  readonly #target = new Set<string>();
  /** The values of fields with a filter or mapped values, each with its kinds. */
  readonly #values = new Map<string, Map<string, Set<string>>>();

  /** @param declared fields that the schema of the target has: a document may lack all that are optional */
  constructor(table: string, planned: PlannedTable, declared: readonly string[] = []) {
    this.#declared = declared;
    this.#table = table;
    this.#planned = planned;
    for (const { field } of this.#wantedValues()) this.#values.set(field, new Map());
  }

  /** A document of the source, moved or not, as it is there. */
  addSource(fields: Fields): void {
    for (const name of Object.keys(fields)) this.#source.add(name);
    for (const [field, values] of this.#values) if (Object.hasOwn(fields, field)) addValue(values, fields[field]);
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
    const there = new Set([...renamed, ...this.#target, ...this.#declared]);
    const leaving = new Set([...this.#source, ...this.#declared]);
    const mistakes = [
      ...this.#unknown('map', Object.keys(map), this.#source),
      ...this.#unknown('filter', Object.keys(filter), leaving),
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
      const seen: ReadonlyMap<string, ReadonlySet<string>> = this.#values.get(field) ?? new Map();
      const [wanted, known] = [valueKey(value), [...seen.keys()]];
      const kinds = seen.get(wanted);
      // A mapped value is the key of a record, which is always a text.
      if (kinds && part === 'filter' && !kinds.has(kindOf(value)))
        return [
          `the plan's \`filter\` of ${field} names the ${kindOf(value)} ${wanted}, and the documents of ${this.#table} have it as a ${[...kinds].join(' or ')}.`,
        ];
      if (kinds || seen.size >= mostValues || seen.size === 0) return [];
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

function addValue(values: Map<string, Set<string>>, value: unknown): void {
  const key = valueKey(value);
  if (values.size >= mostValues && !values.has(key)) return;
  values.set(key, (values.get(key) ?? new Set()).add(kindOf(value)));
}

/** A float and an int64 are both a number, as in a plan. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' ? 'number' : typeof value;
}

/** @throws PlanMistake if two sides are one and the same: everything would be equal to itself */
export function requireTwoSides(sides: readonly (DocumentSource | undefined)[]): void {
  const seen = new Map<string, string>();
  for (const side of sides) {
    const identity = side?.state ?? side?.database;
    if (side === undefined || identity === undefined) continue;
    const other = seen.get(identity);
    if (other !== undefined)
      throw new PlanMistake(
        `${other} and ${side.name} are the same ${side.state === undefined ? 'deployment' : 'file'}: everything in it would be equal to itself. Name two ${side.state === undefined ? 'deployments, or an export' : 'exports'}.`,
      );
    seen.set(identity, side.name);
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
