import { quoteName } from './excerpt.ts';

/** The column of each cell, as indexes from 0. Several environments may share a column (a single VALUE column). */
export interface Layout {
  names: readonly string[];
  group: number | undefined;
  target: number;
  key: number;
  values: readonly { environment: string; index: number }[];
}

/** One problem of a header. `index` is the cell, from 0. */
export interface HeaderFault {
  index: number;
  message: string;
  remedy: string;
}

const SUFFIX = '_VALUE';
/** Longer than any environment's name; the limit keeps the regular expression's stack small on a file that is not a table. */
const MAXIMUM_HEADER_LENGTH = 100;
const ENVIRONMENT_PREFIX = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;
const LEADING = ['GROUP', 'TARGET', 'KEY'];

/** The environment of a column header (`QA_EU_VALUE` is `qa-eu`), or undefined. Ignores case. */
export function environmentOf(header: string): string | undefined {
  if (header.length > MAXIMUM_HEADER_LENGTH) return undefined;
  const name = header.toUpperCase();
  if (!name.endsWith(SUFFIX)) return undefined;
  const prefix = name.slice(0, -SUFFIX.length);
  if (ENVIRONMENT_PREFIX.test(prefix)) return prefix.toLowerCase().replaceAll('_', '-');
  return undefined;
}

/** The column header of an environment: `qa-eu` is `QA_EU_VALUE`. */
export function headerOf(environment: string): string {
  return environment.toUpperCase().replaceAll('-', '_') + SUFFIX;
}

/**
 * Whether a row is a header. Two header words are enough in any row, so that a header with a typo is not read as a
 * row; in the first row, TARGET or KEY alone is enough. A single word counts only in capitals, and VALUE always does: `key` is
 * a likely group and `value` a likely value.
 */
export function looksLikeHeader(cells: readonly string[], isFirst: boolean): boolean {
  const words = new Set<string>();
  for (const cell of cells) {
    if (cell.endsWith('VALUE')) {
      if (cell === 'VALUE' || environmentOf(cell) !== undefined) words.add(cell);
    } else if (cell.length >= 3 && cell.length <= 6) {
      const word = cell.toUpperCase();
      if (LEADING.includes(word)) words.add(word);
    }
  }

  return words.size >= 2 || (isFirst && (cells.includes('TARGET') || cells.includes('KEY')));
}

/** What teams call environments in a header of their own. */
const environmentWord =
  /^(?:(?:value|values) (?:for|in|of) )?(?:dev|develop|development|prod|production|stage|staging|test|testing|qa|uat|live|preview|local)(?:[ _-]?(?:value|values|env|environment))?$/i;
/** What teams call the column of keys. A name in capitals may be a variable's own: of those, only these. */
const keyWord = /^(?:NAME|VARIABLES?|VAR|KEYS|PARAMETER|SETTING)$/;

/**
 * Whether a first row is a header in words of its own: `Name | Prod | Dev`. Read as a row, it would give the columns the order of the
 * config, and each environment the values of another.
 */
export function looksLikeOtherHeader(cells: readonly string[], environments: readonly string[]): boolean {
  const isEnvironment = (cell: string) =>
    environmentWord.test(cell) || environments.includes(cell.toLowerCase().replaceAll(/[ _]/g, '-'));
  const named = cells.filter(isEnvironment);
  const others = cells.filter((cell) => !isEnvironment(cell));
  if (new Set(named).size < 2 || others.length === 0) return false;
  // What stands before the values is a name of a column: words, and no name of a variable.
  const isWords = (cell: string) => /^[\p{L} ]{0,40}$/u.test(cell);
  const last = others.at(-1) ?? '';
  return others.every(isWords) && (keyWord.test(last) || last !== last.toUpperCase());
}

/** Derives the layout from a header. It is undefined if TARGET, KEY or every environment is missing. */
export function layOutHeader(
  cells: readonly string[],
  environments: readonly string[],
): { layout: Layout | undefined; faults: readonly HeaderFault[] } {
  const faults: HeaderFault[] = [];
  const names = cells.map((cell) => cell.toUpperCase());
  const indexes = new Map<string, number>();
  const values: { environment: string; index: number }[] = [];

  for (const [index, name] of names.entries()) {
    const environment = environmentOf(name);
    if (environment === undefined && name !== 'VALUE' && !LEADING.includes(name)) {
      faults.push({
        index,
        message: `unknown column header: expected GROUP, TARGET, KEY, VALUE or <ENVIRONMENT>_VALUE, saw ${quoteName(cells[index] ?? '')}`,
        remedy: 'Rename the column (environments are written DEV_VALUE or QA_EU_VALUE), or remove it.',
      });
    } else if (indexes.has(name)) {
      faults.push({
        index,
        message: `duplicate column header: ${name} is also column ${(indexes.get(name) ?? 0) + 1}`,
        remedy: 'Keep one of the two columns, or rename this one to its own environment.',
      });
    } else {
      indexes.set(name, index);
      if (environment !== undefined) values.push({ environment, index });
    }
  }

  const shared = indexes.get('VALUE');
  if (shared !== undefined && values.length > 0) {
    faults.push({
      index: shared,
      message: 'VALUE applies to every environment, but other columns name single environments',
      remedy: 'Keep either the VALUE column or one column per environment.',
    });
  } else if (shared !== undefined) values.push(...environments.map((environment) => ({ environment, index: shared })));

  for (const name of ['TARGET', 'KEY']) {
    if (!indexes.has(name)) {
      faults.push({
        index: 0,
        message: `the header has no ${name} column`,
        remedy: `Add a ${name} column to the header and to every row.`,
      });
    }
  }

  if (values.length === 0) {
    faults.push({
      index: names.length - 1,
      message: 'the table has no environment column',
      remedy:
        'Add a column for each environment (DEV_VALUE, PROD_VALUE), or one VALUE column and a list of environments in the config.',
    });
  }

  const target = indexes.get('TARGET');
  const key = indexes.get('KEY');
  if (target === undefined || key === undefined || values.length === 0) return { layout: undefined, faults };

  return { layout: { names, group: indexes.get('GROUP'), target, key, values }, faults };
}

/** Derives the layout of a table without a header from the number of cells in its first row; undefined if it matches neither form. */
export function layOutByCount(count: number, environments: readonly string[]): Layout | undefined {
  const leading = count - environments.length;
  if (environments.length === 0 || (leading !== 2 && leading !== 3)) return undefined;

  const hasGroup = leading === 3;
  return {
    names: [...LEADING.slice(hasGroup ? 0 : 1), ...environments.map(headerOf)],
    group: hasGroup ? 0 : undefined,
    target: leading - 2,
    key: leading - 1,
    values: environments.map((environment, position) => ({ environment, index: leading + position })),
  };
}
