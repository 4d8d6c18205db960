import { alignColumns } from '../../text/align-columns.ts';
import type { Draft } from './draft.ts';

/**
 * The table of a draft. Rows that the team's own table has already are left as they are, whatever was found of them.
 * @param before the table as it is; undefined where there is none
 */
export function tableText({ rows }: Draft, before?: string): string {
  const had = new Set(
    (before ?? '').split('\n').flatMap((line) => /^\|[^|]*\|[^|]*\|\s*(\w+)\s*\|/.exec(line)?.[1] ?? []),
  );
  const added = rows
    .filter(({ key }) => !had.has(key))
    .map(({ target, key, cells }) => ['| App', `| ${target}`, `| ${key}`, `| ${cells.dev}`, `| ${cells.prod}`, '|']);
  if (before !== undefined)
    return added.length === 0 ? before : `${before.trimEnd()}\n${alignColumns(added).join('\n')}\n`;
  const head = ['| GROUP', '| TARGET', '| KEY', '| DEV_VALUE', '| PROD_VALUE', '|'];
  const lines = alignColumns([head, head.map((cell) => (cell === '|' ? '|' : '|---')), ...added]);
  return `# The values of every environment. Secrets are references: a run is given their values as variables.\n${lines.join('\n')}\n`;
}
