import { posix } from 'node:path';
import type { Finding } from '../../support/check/finding.ts';
import type { ComponentRead, PackageRead, SourcePosition, VariableRead } from '../../support/contract/index.ts';
import { placesOf } from '../../support/platforms/convex/call-sites.ts';

export interface VariablesInput {
  reads: readonly VariableRead[];
  /** The functions folder, as the config names it. */
  shown: string;
  optional: readonly string[];
  set: ReadonlyMap<string, 'set' | 'empty'>;
  deployment: string;
  /** What packages of the deployed bundle read. */
  packages?: readonly PackageRead[];
  /** What the components need that are mounted. */
  components?: readonly ComponentRead[];
}

/** The platform sets these itself. Source: Convex documentation, Environment variables, System environment variables. */
const builtIn = new Set(['CONVEX_CLOUD_URL', 'CONVEX_SITE_URL', 'NODE_ENV']);

/** The reads that fail without their variable, of variables that the config does not call optional. */
function requiredReads<Read extends VariableRead | PackageRead | ComponentRead>(
  reads: readonly Read[],
  { optional, set }: VariablesInput,
): Map<string, Read[]> {
  const isSet = (name: string) => builtIn.has(name) || set.get(name) === 'set';
  const required = reads.filter(
    ({ name, hasFallback, onlyWith }) =>
      !hasFallback && onlyWith.every(isSet) && !builtIn.has(name) && !optional.includes(name),
  );
  return Map.groupBy(required, ({ name }) => name);
}

/**
 * Variables that functions need, or components and packages that are deployed with them, and that the deployment does not have. Their values are
 * not read.
 */
export function judgeVariables(input: VariablesInput): Finding[] {
  const own = requiredReads(input.reads, input);
  const passed = (input.components ?? []).flatMap(({ from, ...read }) =>
    from === undefined ? [] : [{ ...read, from, name: from }],
  );
  const ofComponents = [...requiredReads(passed, input)].filter(([name]) => !own.has(name));
  const named = new Set([...own.keys(), ...ofComponents.map(([name]) => name)]);
  const ofPackages = [...requiredReads(input.packages ?? [], input)].filter(([name]) => !named.has(name));
  return [
    ...[...own].map(([name, reads]) => findingOf(name, 'functions', placesOfReads(reads, input.shown), input)),
    ...ofComponents.map(([name, reads]) =>
      findingOf(name, componentsOf(reads), placesOfReads(reads, input.shown), input),
    ),
    ...ofPackages.map(([name, reads]) => findingOf(name, packagesOf(reads), placesOfPackages(reads), input)),
    notPassed(input),
  ]
    .flat()
    .sort((one, other) => (one.what < other.what ? -1 : 1));
}

/** What components declare as required, and what mounts them passes nothing for: a component has no other variables. */
function notPassed(input: VariablesInput): Finding[] {
  const lost = (input.components ?? []).filter(({ from }) => from === undefined);
  return [...requiredReads(lost, input)].flatMap(([name, reads]) =>
    reads.map((read) => ({
      what: `${name} is needed by ${componentsOf([read])}, but nothing is passed to it`,
      expected: `env: { ${name}: … } where the component is mounted`,
      received: 'no value',
      from: placesOfReads([read], input.shown),
      remedy: `Declare ${name} in the env of defineApp, and pass it on: app.use(${read.component.split('/').at(-1)}, { env: { ${name}: app.env.${name} } }).`,
    })),
  );
}

function componentsOf(reads: readonly ComponentRead[]): string {
  const names = [...new Set(reads.map(named))].sort();
  return `the ${names.length === 1 ? 'component' : 'components'} ${names.join(', ')}`;
}

function named(read: ComponentRead): string {
  return read.package === undefined ? read.component : `${read.component} (of the package ${read.package})`;
}

function findingOf(name: string, by: string, from: string[], { set, deployment }: VariablesInput): Finding[] {
  if (set.get(name) === 'set') return [];
  return [
    {
      what: `${name} is needed by ${by}, but is not set in ${deployment}`,
      expected: 'a value',
      received: set.get(name) === 'empty' ? 'an empty value' : `no such variable among its ${set.size}`,
      from,
      remedy: `npx convex env set ${name} <value>; or list it in platforms.convex.optionalVariables, if functions work without it.`,
    },
  ];
}

function packagesOf(reads: readonly PackageRead[]): string {
  const names = [...new Set(reads.map((each) => each.package))].sort();
  return `the ${names.length === 1 ? 'package' : 'packages'} ${names.join(', ')}, which the functions use`;
}

function placesOfReads(reads: readonly SourcePosition[], shown: string): string[] {
  return placesOf(reads.map(({ file, line, column }) => ({ place: `${posix.join(shown, file)}:${line}:${column}` })));
}

function placesOfPackages(reads: readonly PackageRead[]): string[] {
  return placesOf(reads.map(({ file }) => ({ place: `node_modules/${file}` })));
}
