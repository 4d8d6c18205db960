import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import {
  compareFunctions,
  type DeployedFunction,
  describeValue,
  type Incompatibility,
} from '../../support/contract/index.ts';
import type { CalledFunction } from '../../support/platforms/convex/call-sites.ts';
import { placesOf } from '../../support/platforms/convex/call-sites.ts';

export interface CompatibilityInput {
  /** What the front end calls. Where this is empty, every public function is compared. */
  calls: readonly CalledFunction[];
  /** What the front end was written against. */
  expected: readonly DeployedFunction[];
  /** As the config names it. */
  expectedShown: string;
  deployed: readonly DeployedFunction[];
  deployment: string;
  deployCommand: string;
}

/**
 * Arguments that the front end may send and the deployment rejects, and results that the front end does not expect.
 * @throws NotVerified where nothing could be compared, or something could not and no difference was found
 */
export function judgeCompatibility(input: CompatibilityInput): {
  findings: Finding[];
  compared: number;
  unvalidated: number;
} {
  const { calls, expected, expectedShown, deployed, deployment, deployCommand } = input;
  const called = new Set(calls.map(({ path }) => path));
  const wanted = expected.filter(({ path, isPublic }) => (called.size === 0 ? isPublic : called.has(path)));
  const { args, returns, unknown, compared, unvalidated } = compareFunctions(wanted, deployed);
  const finding =
    (what: string, of: string) =>
    ({ path, found }: { path: string; found: Incompatibility }): Finding => ({
      what: `${path} ${what}`,
      expected: `${of}${at(found)}: ${found.expected}`,
      received: `${found.received}, as in ${describeValue(found.example)}`,
      from: [expectedShown, deployment, ...placesOf(calls.filter((call) => call.path === path))],
      remedy: deployCommand,
    });
  const findings = [
    ...args.map(finding(`may be sent arguments that ${deployment} rejects`, 'arguments')),
    ...returns.map(finding(`returns a result in ${deployment} that the front end does not expect`, 'results')),
  ];
  const known = new Set(expected.map(({ path }) => path));
  const isDeployed = new Set(deployed.map(({ path }) => path));
  const strange = [...called].filter((path) => !known.has(path) && isDeployed.has(path));
  const [first] = unknown;
  if (findings.length === 0 && first)
    throw new NotVerified(
      `the arguments of ${first.path} could not be compared: ${first.reason}${more(unknown.length)}`,
      'Declare the arguments of the function in both versions: `args: { … }`.',
    );
  if (findings.length === 0 && strange.length > 0)
    throw new NotVerified(
      `${strange[0]} is called, and ${expectedShown} does not have it, so its arguments were not compared${more(strange.length)}`,
      'Point platforms.convex.backend at the version that the front end is written against.',
    );
  if (findings.length === 0 && compared === 0)
    throw new NotVerified(`${expectedShown} and ${deployment} have no function in common that the front end calls`);
  return { findings, compared, unvalidated };
}

function at({ at }: Incompatibility): string {
  return at === '' ? '' : `, at ${at}`;
}

function more(count: number): string {
  return count > 1 ? `, and ${count - 1} more` : '';
}
