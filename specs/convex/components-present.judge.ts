import { posix } from 'node:path';
import type { Finding } from '../../support/check/finding.ts';
import type { ComponentUse } from '../../support/contract/index.ts';
import { placesOf } from '../../support/platforms/convex/call-sites.ts';
import type { MountedComponents } from '../../support/platforms/convex/schema.ts';

export interface ComponentsInput {
  used: readonly ComponentUse[];
  /** The functions folder, as the config names it. */
  shown: string;
  mounted: MountedComponents;
  deployment: string;
  deployCommand: string;
}

/** Components that the backend calls and that are not mounted in the deployment, or not active. */
export function judgeComponents({ used, shown, mounted, deployment, deployCommand }: ComponentsInput): Finding[] {
  const states = new Map(mounted.map(({ path, state }) => [path, state]));
  return [...Map.groupBy(used, ({ name }) => name)]
    .filter(([name]) => states.get(name) !== 'active')
    .map(([name, uses]) => ({
      what: `the backend calls the component ${name}, which is not active in ${deployment}`,
      expected: `the component ${name}, mounted and active`,
      received: states.get(name) ?? `no such component among its ${states.size}`,
      from: placesOf(uses.map(({ file, line, column }) => ({ place: `${posix.join(shown, file)}:${line}:${column}` }))),
      remedy: `Install it in convex.config.ts (app.use), then: ${deployCommand}`,
    }));
}
