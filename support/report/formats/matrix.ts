import type { Outcome, OutcomeKind } from '../../check/outcome.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** What is held apart, and the checks that say so. */
interface MatrixKind {
  kind: string;
  checks: readonly string[];
}

/** One cell: what is known of one environment against another, from the worst of what was said. */
export interface MatrixCell {
  row: string;
  /** The other environment; the row's own name where something is wrong in that environment alone. */
  column: string;
  kind: OutcomeKind;
  /** What was said, in a few words. */
  words: readonly string[];
}

export interface Matrix {
  environments: readonly string[];
  kinds: readonly { kind: string; cells: readonly MatrixCell[] }[];
  /** Everything together: the worst of all kinds. */
  overall: readonly MatrixCell[];
}

/** The kinds of things in the order in which a reader asks for them; a check that is not among them has its own row. */
const known: readonly MatrixKind[] = [
  { kind: 'Convex deployment', checks: ['isolation/convex-identity', 'isolation/convex-type'] },
  {
    kind: 'documents',
    checks: ['isolation/documents-disjoint', 'isolation/documents-copied', 'isolation/document-canary'],
  },
  { kind: 'logs', checks: ['isolation/log-canary', 'isolation/worker-identity'] },
  { kind: 'origins', checks: ['isolation/worker-origins'] },
  { kind: 'shipped site', checks: ['isolation/site-bundle', 'isolation/site-connection'] },
  { kind: 'credentials', checks: ['isolation/credential-scope', 'isolation/secrets-differ'] },
  {
    kind: 'databases',
    checks: ['isolation/database-distinct', 'isolation/database-identity', 'isolation/foreign-rows'],
  },
  { kind: 'sign-in', checks: ['isolation/oauth-client'] },
  { kind: 'links', checks: ['isolation/links', 'isolation/links-of-actions'] },
  { kind: 'services', checks: ['isolation/service-identity'] },
  { kind: 'config table', checks: ['config/environments-differ', 'config/no-foreign-hosts'] },
];

/** From the worst to the best. Nothing known of a pair is not the same as apart. */
export const kindsByGravity: readonly OutcomeKind[] = [
  'failed',
  'not verified',
  'warned',
  'waived',
  'refused',
  'held',
  'not applicable',
];

/** The matrix of an audit: environment × environment, for each kind of thing. */
export function matrixOf(verdict: Verdict): Matrix {
  const { environments } = verdict;
  const outcomes = Object.values(verdict.parts).flatMap((part) => part?.outcomes ?? []);
  const listed = new Set(known.flatMap(({ checks }) => checks));
  const further = [...new Set(outcomes.map(({ check }) => check))]
    .filter((check) => check.startsWith('isolation/') && !listed.has(check))
    .map((check) => ({ kind: check.slice('isolation/'.length), checks: [check] }));
  const kinds = [...known, ...further].flatMap(({ kind, checks }) => {
    const own = outcomes.filter(({ check }) => checks.includes(check));
    return own.length === 0 ? [] : [{ kind, cells: cellsOf(own, environments) }];
  });
  return {
    environments,
    kinds,
    overall: placesOf(
      environments,
      kinds.flatMap(({ cells }) => cells),
    ).map(([row, column]) =>
      worst(
        row,
        column,
        kinds.flatMap(({ cells }) => cells),
      ),
    ),
  };
}

function pairs(environments: readonly string[]): [string, string][] {
  return environments.flatMap((row) =>
    environments.filter((column) => column !== row).map((column): [string, string] => [row, column]),
  );
}

/** The pairs, and each environment by itself of which something is said. */
function placesOf(environments: readonly string[], cells: readonly MatrixCell[]): [string, string][] {
  const alone = environments.filter((each) => cells.some(({ row, column }) => row === each && column === each));
  return [...pairs(environments), ...alone.map((each): [string, string] => [each, each])];
}

function cellsOf(outcomes: readonly Outcome[], environments: readonly string[]): MatrixCell[] {
  const said = outcomes.flatMap((outcome) => cellsOfOutcome(outcome, environments));
  return placesOf(environments, said).map(([row, column]) => worst(row, column, said));
}

/** What one check said of the environment in which it ran: against each other one, and of it alone. */
function cellsOfOutcome(outcome: Outcome, environments: readonly string[]): MatrixCell[] {
  const { check, kind, findings, reason, environment: row } = outcome;
  const others = environments.filter((each) => each !== row);
  const texts = [
    ...findings.map(({ what, from }) => ({ words: what, columns: columnsOf([what, ...from].join('\n'), row, others) })),
    ...(findings.length === 0 || reason !== undefined
      ? [{ words: reason ?? kind, columns: namedIn(reason ?? '', others) }]
      : []),
  ].map(({ words, columns }) => ({ words, columns: columns.length > 0 ? columns : others }));
  const cell = (column: string): MatrixCell => {
    const own = kind === 'held' ? undefined : texts.find(({ columns }) => columns.includes(column));
    if (own === undefined) return { row, column, kind: 'held', words: [] };
    return { row, column, kind, words: [`${check}: ${own.words}`] };
  };
  const isAlone = kind !== 'held' && texts.some(({ columns }) => columns.includes(row));
  return [...others, ...(isAlone ? [row] : [])].map(cell);
}

/**
 * What a finding is about: the other environments that it names; the environment in which it was found, where it names that one alone. One
 * that names none is about all of them, as is whatever was not read: in doubt a cell is not green.
 */
function columnsOf(text: string, row: string, others: readonly string[]): readonly string[] {
  const named = namedIn(text, others);
  return named.length > 0 ? named : namedIn(text, [row]);
}

function namedIn(text: string, environments: readonly string[]): string[] {
  return environments.filter((each) => new RegExp(`(?<![\\w-])${RegExp.escape(each)}(?![\\w-])`).test(text));
}

function worst(row: string, column: string, cells: readonly MatrixCell[]): MatrixCell {
  const own = cells.filter((cell) => cell.row === row && cell.column === column);
  const kind = kindsByGravity.find((each) => own.some((cell) => cell.kind === each)) ?? 'not verified';
  const words = own.filter((cell) => cell.kind === kind).flatMap((cell) => cell.words);
  return { row, column, kind, words: own.length === 0 ? ['nothing was checked'] : [...new Set(words)] };
}
