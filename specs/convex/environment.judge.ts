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

/** The variables that have to be set: read without a fallback at one place at least, and not said to be optional. */
function requiredVariables({ reads, optional }: Pick<VariablesInput, 'reads' | 'optional'>): string[] {
  const names = reads.filter(({ hasFallback }) => !hasFallback).map(({ name }) => name);
  return [...new Set(names)].filter((name) => !builtIn.has(name) && !optional.includes(name)).sort();
}

/** Variables that functions read and that the deployment does not have. Values are never looked at. */
export function judgeVariables({ reads, shown, optional, set, deployment }: VariablesInput): Finding[] {
  return requiredVariables({ reads, optional })
    .filter((name) => set.get(name) !== 'set')
    .map((name) => ({
      what: `${name} is read by functions, and ${deployment} does not have it`,
      expected: 'a value',
      received: set.get(name) === 'empty' ? 'an empty value' : `no such variable among its ${set.size}`,
      from: placesOf(
        reads
          .filter((read) => read.name === name && !read.hasFallback)
          .map(({ file, line, column }) => ({ place: `${posix.join(shown, file)}:${line}:${column}` })),
      ),
      remedy: `npx convex env set ${name} <value>; or name it in platforms.convex.optionalVariables, if functions do without it.`,
    }));
}
