import type { CommittedBackend, Known } from '../commit/read-commit.ts';
import { type Comparison, nothing } from './compare-sides.ts';

/** The platform sets these itself. Source: Convex documentation, Environment variables, System environment variables. */
const builtIn = new Set(['CONVEX_CLOUD_URL', 'CONVEX_SITE_URL', 'NODE_ENV']);

/** Variables that the functions of a commit need and the deployment does not have: they are set first. Pure. */
export function compareVariables(
  { convex, source }: CommittedBackend,
  set: Known<ReadonlyMap<string, 'set' | 'empty'>>,
  to: string,
): Comparison {
  if ('unread' in source) return nothing;
  if ('unread' in set)
    return { ...nothing, unknown: [`the variables of ${convex.called} could not be read: ${set.unread}`] };
  const isSet = (name: string) => builtIn.has(name) || set.value.get(name) === 'set';
  const { variables, openVariables } = source.value.syntax;
  const needed = variables.filter(
    ({ name, hasFallback, onlyWith }) =>
      !hasFallback && !isSet(name) && onlyWith.every(isSet) && !convex.optionalVariables.includes(name),
  );
  const names = [...new Set(needed.map(({ name }) => name))];
  return {
    ...nothing,
    changes: names.map((name) => ({ step: 'configuration' as const, what: `npx convex env set ${name} <value>` })),
    constraints: names.map((name) => ({
      first: 'configuration' as const,
      second: 'backend' as const,
      why: `functions at ${to} need ${name}, which ${convex.called} does not have`,
      from: needed.filter((each) => each.name === name).map(({ file, line }) => `${file}:${line}`),
    })),
    unknown: openVariables
      .slice(0, 1)
      .map(
        ({ file, line, text }) =>
          `${openVariables.length} variables are named only at run time, the first at ${file}:${line}: ${text}`,
      ),
    compared: variables.length,
  };
}
