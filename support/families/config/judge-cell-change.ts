import { type Profile, parseTable, type TableValue } from '../../profile/index.ts';
import type { TableHistory } from './read-table-history.ts';

/** When a value of the table was last changed and who says so, or why that is not known. */
export type CellChange = { on: string; by: string } | { unknown: string };

/** Whether the table itself holds the value: what a variable gives changes without it. */
export function isLiteral({ setting, variable, written }: TableValue): boolean {
  return setting.isSet && variable === undefined && !/\$\{\w+\}/.test(written);
}

/**
 * When a row's value for one environment was last changed: as the config declares, else the day (UTC) of the commit that
 * brought the cell's present text. A day and no instant, since a value is often synced before it is committed.
 */
export function judgeCellChange(row: TableValue, { environment, table }: Profile, history: TableHistory): CellChange {
  const { rule, key, written, targets } = row;
  if (rule.changed !== undefined) return { on: rule.changed, by: 'the config' };
  if (!isLiteral(row))
    return { unknown: `its value comes from a variable, and only table.keys.${key}.changed can date that` };
  if (history.missing !== undefined)
    return { unknown: `${history.missing}, and table.keys.${key}.changed says nothing` };
  let bringing: TableHistory['versions'][number] | undefined;
  for (const version of history.versions) {
    if (cellIn(version.text, { key, targets, environment, environments: table.parsed.environments }) !== written) break;
    bringing = version;
  }
  if (bringing === undefined) return { unknown: 'the cell is changed and not committed' };
  if (bringing === history.versions.at(-1) && !history.isWhole)
    return { unknown: 'the cell is as old as all that git holds here (a shallow clone, or a long history)' };
  return {
    on: new Date(bringing.committedAt).toISOString().slice(0, 10),
    by: `commit ${bringing.commit.slice(0, 8)}`,
  };
}

/** The cell of a key as a version of the table writes it; of several rows of one key, that of a TARGET they share. */
function cellIn(
  text: string,
  {
    key,
    targets,
    environment,
    environments,
  }: Pick<TableValue, 'key' | 'targets'> & { environment: string; environments: readonly string[] },
): string | undefined {
  const { table } = parseTable(text, { file: 'the table', environments });
  const rows = table.rows.filter((row) => row.key.text === key);
  const own = rows.find((row) => row.targets.some((target) => targets.some((each) => each.text === target.text)));
  return (own ?? rows[0])?.values.get(environment)?.text;
}
