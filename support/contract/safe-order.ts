import { compareFunctions } from './compare-functions.ts';
import type { DeployedFunction } from './function-spec.ts';

/** What may be deployed first while both versions are in use. */
export type SafeOrder = 'either' | 'backend first' | 'front end first' | 'none';

/** Why an order is the safe one. */
export interface OrderReading {
  order: SafeOrder;
  /** What would fail, or is not known, where the new backend runs below the old front end. */
  backendFirst: readonly string[];
  /** What would fail, or is not known, where the new front end runs on the old backend. */
  frontendFirst: readonly string[];
}

export interface OrderInput {
  /** The functions of the old backend, which the old front end was written against. */
  before: readonly DeployedFunction[];
  /** The functions of the new backend, which the new front end was written against. */
  after: readonly DeployedFunction[];
  /** The functions that the old front end calls. Default: every public one of `before`. */
  calledBefore?: readonly string[] | undefined;
  /** The functions that the new front end calls. Default: every public one of `after`. */
  calledAfter?: readonly string[] | undefined;
}

/**
 * The order in which a backend and a front end that belong together can be deployed: for a while, one of them is new and the other is old.
 * docs/contract.md explains each kind of change. What is not known does not count as safe. Pure.
 */
export function safeOrder({ before, after, calledBefore, calledAfter }: OrderInput): OrderReading {
  const backendFirst = failures(calledBefore ?? publicOf(before), before, after);
  const frontendFirst = failures(calledAfter ?? publicOf(after), after, before);
  return { order: orderOf(backendFirst.length === 0, frontendFirst.length === 0), backendFirst, frontendFirst };
}

function orderOf(isBackendFirst: boolean, isFrontendFirst: boolean): SafeOrder {
  if (isBackendFirst && isFrontendFirst) return 'either';
  if (isBackendFirst) return 'backend first';
  return isFrontendFirst ? 'front end first' : 'none';
}

function publicOf(functions: readonly DeployedFunction[]): string[] {
  return functions.filter(({ isPublic }) => isPublic).map(({ path }) => path);
}

/** What a front end that was `written` against one version finds wrong in the one that is `running`. */
function failures(
  called: readonly string[],
  written: readonly DeployedFunction[],
  running: readonly DeployedFunction[],
): string[] {
  const [mine, theirs] = [written, running].map((each) => new Map(each.map((own) => [own.path, own])));
  const paths = [...new Set(called)].sort();
  const wrongForms = paths.flatMap((path) => formFailure(path, mine?.get(path), theirs?.get(path)));

  const wanted = written.filter(({ path }) => paths.includes(path));
  const { args, returns, unknown } = compareFunctions(wanted, running);
  return [
    ...wrongForms,
    ...args.map(({ path, found }) => `${path} rejects arguments${at(found.at)}: it takes ${found.expected}`),
    ...returns.map(({ path, found }) => `${path} returns another result${at(found.at)}: ${found.received}`),
    ...unknown.map(({ path, reason }) => `the arguments of ${path} are not known: ${reason}`),
  ];
}

function formFailure(path: string, mine: DeployedFunction | undefined, theirs: DeployedFunction | undefined): string[] {
  if (theirs === undefined) return [`${path} is missing`];
  if (!theirs.isPublic) return [`${path} is internal`];
  return mine !== undefined && mine.kind !== theirs.kind
    ? [`${path} is a ${theirs.kind}, called as a ${mine.kind}`]
    : [];
}

function at(place: string): string {
  return place === '' ? '' : ` at ${place}`;
}
