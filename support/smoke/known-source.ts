import type { CheckContext } from '../check/definition.ts';
import { type Calls, expectedBackend, readCalls } from '../platforms/convex/index.ts';
import type { ConvexProfile } from '../profile/index.ts';
import type { KnownSource } from './judge/side-behind.ts';

/** Reads what the repository says of a backend and its front ends, as far as the config names them. */
export async function knownSource(
  convex: ConvexProfile | undefined,
  read: CheckContext<unknown>['read'],
): Promise<KnownSource> {
  if (!convex) return {};
  const { backend, frontends } = convex;
  const isFile = backend !== undefined && !('environment' in backend);
  const [functions, calls] = await Promise.all([
    isFile ? read(expectedBackend, backend).catch(() => undefined) : undefined,
    Promise.all(frontends.map((frontend) => readCalls({ convex, frontend }, read))).catch(() => undefined),
  ]);
  // A call whose name is known only at run time may be of any function.
  const isWhole = frontends.length > 0 && calls?.every(({ open }) => open.length === 0);
  return {
    backend: functions?.functions,
    frontend: isWhole ? kindsByPath(calls?.flatMap((each) => each.calls) ?? []) : undefined,
  };
}

function kindsByPath(calls: Calls['calls']): KnownSource['frontend'] {
  const byPath = Map.groupBy(calls, ({ path }) => path);
  return new Map([...byPath].map(([path, same]) => [path, new Set(same.map(({ kind }) => kind))]));
}
