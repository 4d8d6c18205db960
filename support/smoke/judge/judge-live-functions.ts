import type { Finding } from '../../check/finding.ts';
import { canonicalFunctionPath, type DeployedFunction, nearNames } from '../../contract/index.ts';
import type { ConvexCall } from '../watch/convex-traffic.ts';
import { missingFunctionIn } from './missing-function.ts';
import { type KnownSource, sideBehind } from './side-behind.ts';

/** The calls that a live page made, and the deployed functions if they could be read. */
export interface LiveCalls {
  url: string;
  calls: readonly ConvexCall[];
  /** Undefined if they could not be read: then only the deployment's own answers count. */
  deployed: readonly DeployedFunction[] | undefined;
  deployCommand: string;
  /** What the repository says; left out where it is not known. */
  source?: KnownSource;
}

/** Judges the Convex functions that a live page calls: each exists, is public, has the kind it is called as, and answers. */
export function judgeLiveFunctions({ url, calls, deployed, deployCommand, source }: LiveCalls): Finding[] {
  const byCall = Map.groupBy(calls, ({ kind, path }) => `${kind} ${path}`);
  return [...byCall].flatMap(([name, same]): Finding[] => {
    const call =
      same.find(({ outcome }) => outcome === 'failed') ?? same.findLast(({ outcome }) => outcome === 'pending');
    const missing = call?.error === undefined ? undefined : missingFunctionIn(call.error);
    const [first] = same;
    if (!first) return [];
    const path = canonicalFunctionPath(first.path);
    const found = deployed?.find((each) => each.path === path);
    // A function that runs may call another one that is missing: the page's own call reached what it meant.
    const isOther = missing !== undefined && !isSameFunction(missing, path);
    const told = isOther ? undefined : missing;
    const fault = { path, calledAs: first.kind, deployCommand };
    const behind = source ? sideBehind(fault, source) : {};
    const shared = { from: [url], received: call?.error ?? call?.outcome ?? 'an answer' };
    if (told !== undefined || (deployed !== undefined && found === undefined)) {
      const near =
        deployed === undefined
          ? []
          : nearNames(
              path,
              deployed.map((each) => each.path),
            );
      return [
        {
          ...shared,
          what: `the page calls ${path}, which the deployment does not have`,
          expected: `a public ${first.kind} ${path}${near.length > 0 ? `; similar names: ${near.join(', ')}` : ''}`,
          remedy: deployCommand,
          ...behind,
        },
      ];
    }
    if (found && !found.isPublic)
      return [
        { ...shared, ...behind, what: `the page calls ${path}, which is internal`, expected: 'a public function' },
      ];
    if (found && found.kind !== first.kind)
      return [{ ...shared, ...behind, what: `the page calls ${path} as a ${first.kind}`, expected: `a ${found.kind}` }];
    if (call === undefined) return [];
    return [
      call.outcome === 'failed'
        ? {
            ...shared,
            what: `the ${name} failed on the live page`,
            expected: 'an answer',
            ...(isOther && behindInside(missing, deployCommand, source?.backend)),
          }
        : {
            ...shared,
            what: `the ${name} was not answered`,
            expected: 'an answer',
            received: 'no answer while the page was open',
          },
    ];
  });
}

/** @param missing as an error names it, with the component that it is in */
function isSameFunction(missing: string, path: string): boolean {
  return canonicalFunctionPath(missing.replace(/ in .*$/, '')) === path;
}

/** Which side is behind where a function of the deployment calls another one that it does not have. */
function behindInside(
  missing: string,
  deployCommand: string,
  backend: KnownSource['backend'],
): Pick<Finding, 'cause' | 'remedy'> {
  const inside = `it calls ${missing}, which the deployment does not have`;
  if (backend === undefined)
    return { cause: inside, remedy: `${deployCommand}, where the backend's source has ${missing}.` };
  if (backend.some(({ path }) => isSameFunction(missing, path)))
    return { cause: `the deployment is behind: ${inside}; the backend's source has it`, remedy: deployCommand };
  return {
    cause: `the backend's source is behind: ${inside}, and neither does that source`,
    remedy: `Add ${missing} to the backend's source, or take the call out of it; deploying the backend as it is does not help.`,
  };
}
