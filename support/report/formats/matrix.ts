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
  { kind: 'databases', checks: ['isolation/database-distinct', 'isolation/database-identity'] },
  { kind: 'sign-in', checks: ['isolation/oauth-client'] },
  { kind: 'links', checks: ['isolation/links'] },
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
    overall: pairs(environments).map(([row, column]) =>
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

function cellsOf(outcomes: readonly Outcome[], environments: readonly string[]): MatrixCell[] {
  return pairs(environments).map(([row, column]) => {
    const cells = outcomes
      .filter(({ environment }) => environment === row)
      .map((outcome): MatrixCell => {
        const kind = concerns(outcome, column, environments) ? outcome.kind : 'held';
        const words =
          kind === 'held' ? [] : [`${outcome.check}: ${outcome.findings[0]?.what ?? outcome.reason ?? outcome.kind}`];
        return { row, column, kind, words };
      });
    return worst(row, column, cells);
  });
}

/**
 * Whether what a check said of a row concerns a column. A finding concerns the environments that it names; one that names
 * none, and whatever was not read, concerns all: in doubt a cell is not green.
 */
function concerns(
  { kind, findings, reason, environment }: Outcome,
  column: string,
  environments: readonly string[],
): boolean {
  if (kind === 'held') return true;
  const texts = findings.length > 0 ? findings.map(({ what, from }) => [what, ...from].join('\n')) : [reason ?? ''];
  if (findings.length > 0 && reason !== undefined) texts.push(reason);
  const others = environments.filter((each) => each !== environment);
  return texts.some((text) => {
    const named = others.filter((each) => new RegExp(`(?<![\\w-])${RegExp.escape(each)}(?![\\w-])`).test(text));
    return named.length === 0 || named.includes(column);
  });
}

function worst(row: string, column: string, cells: readonly MatrixCell[]): MatrixCell {
  const own = cells.filter((cell) => cell.row === row && cell.column === column);
  const kind = kindsByGravity.find((each) => own.some((cell) => cell.kind === each)) ?? 'not verified';
  const words = own.filter((cell) => cell.kind === kind).flatMap((cell) => cell.words);
  return { row, column, kind, words: own.length === 0 ? ['nothing was checked'] : [...new Set(words)] };
}
