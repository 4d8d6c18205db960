import { posix } from 'node:path';
import type { Finding } from '../../support/check/finding.ts';
import type { ComponentCall, ComponentUse, DeployedFunction } from '../../support/contract/index.ts';
import { nearNames } from '../../support/contract/index.ts';
import { placesOf } from '../../support/platforms/convex/call-sites.ts';
import type { MountedComponents } from '../../support/platforms/convex/schema.ts';

export interface ComponentsInput {
  used: readonly ComponentUse[];
  called: readonly ComponentCall[];
  /** The functions folder, as the config names it. */
  shown: string;
  mounted: MountedComponents;
  /** The functions of each active component that is called. */
  functions: ReadonlyMap<string, readonly DeployedFunction[]>;
  deployment: string;
  deployCommand: string;
}

/** Components that the backend calls and that are not mounted in the deployment or not active, and functions that they do not have. */
export function judgeComponents(input: ComponentsInput): Finding[] {
  return [...absentComponents(input), ...absentFunctions(input)];
}

function absentComponents({ used, shown, mounted, deployment, deployCommand }: ComponentsInput): Finding[] {
  const states = new Map(mounted.map(({ path, state }) => [path, state]));
  return [...Map.groupBy(used, ({ name }) => name)]
    .filter(([name]) => states.get(name) !== 'active')
    .map(([name, uses]) => ({
      what: `the backend calls the component ${name}, which is not active in ${deployment}`,
      expected: `the component ${name}, mounted and active`,
      received: states.get(name) ?? `no such component among its ${states.size}`,
      from: placesIn(shown, uses),
      remedy: `Install it in convex.config.ts (app.use), then: ${deployCommand}`,
    }));
}

function absentFunctions({ called, shown, functions, deployment, deployCommand }: ComponentsInput): Finding[] {
  const calls = Map.groupBy(called, ({ component, path }) => `${component} ${path}`);
  return [...calls.values()].flatMap((each) => {
    const [{ component, path } = { component: '', path: '' }] = each;
    const known = functions.get(component);
    const found = known?.find((one) => one.path === path);
    if (known === undefined || found?.isPublic) return [];
    const near = nearNames(
      path,
      known.map((one) => one.path),
    );
    const similar = near.length === 0 ? '' : `; similar names: ${near.slice(0, 3).join(', ')}`;
    return [
      {
        what: `the backend calls ${path} of the component ${component}, and ${deployment} does not have it`,
        expected: `a function ${path} of ${component} that the app may call`,
        received: found
          ? 'an internal function of the component, which only the component itself can call'
          : `no such function among its ${known.length}${similar}`,
        from: placesIn(shown, each),
        remedy: `Deploy the component in the version that the backend was written against: ${deployCommand}`,
      },
    ];
  });
}

function placesIn(shown: string, uses: readonly { file: string; line: number; column: number }[]): string[] {
  return placesOf(uses.map(({ file, line, column }) => ({ place: `${posix.join(shown, file)}:${line}:${column}` })));
}
