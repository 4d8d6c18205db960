import { posix } from 'node:path';
import type { Finding } from '../../support/check/finding.ts';
import type { VariableRead } from '../../support/contract/index.ts';
import { placesOf } from '../../support/platforms/convex/call-sites.ts';

export interface VariablesInput {
  reads: readonly VariableRead[];
  /** The functions folder, as the config names it. */
  shown: string;
  optional: readonly string[];
  set: ReadonlyMap<string, 'set' | 'empty'>;
  deployment: string;
}

/** The platform sets these itself. Source: Convex documentation, Environment variables, System environment variables. */
const builtIn = new Set(['CONVEX_CLOUD_URL', 'CONVEX_SITE_URL', 'NODE_ENV']);

/** The reads that fail without their variable, of variables that the config does not call optional. */
function requiredReads({ reads, optional, set }: VariablesInput): Map<string, VariableRead[]> {
  const isSet = (name: string) => builtIn.has(name) || set.get(name) === 'set';
  const required = reads.filter(
    ({ name, hasFallback, onlyWith }) =>
      !hasFallback && onlyWith.every(isSet) && !builtIn.has(name) && !optional.includes(name),
  );
  return Map.groupBy(required, ({ name }) => name);
}

/** Variables that functions need and that the deployment does not have. Their values are not read. */
export function judgeVariables(input: VariablesInput): Finding[] {
  const { shown, set, deployment } = input;
  return [...requiredReads(input)]
    .filter(([name]) => set.get(name) !== 'set')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, reads]) => ({
      what: `${name} is read by functions, and ${deployment} does not have it`,
      expected: 'a value',
      received: set.get(name) === 'empty' ? 'an empty value' : `no such variable among its ${set.size}`,
      from: placesOf(
        reads.map(({ file, line, column }) => ({ place: `${posix.join(shown, file)}:${line}:${column}` })),
      ),
      remedy: `npx convex env set ${name} <value>; or name it in platforms.convex.optionalVariables, if functions do without it.`,
    }));
}
