import type { Finding } from '../../support/check/finding.ts';
import { NotApplicable } from '../../support/check/not-applicable.ts';
import type { DeploymentType } from '../../support/families/isolation/read-deployment-type.ts';
import { type ConvexProfile, deploymentReference, type Profile } from '../../support/profile/index.ts';

const byClass: Readonly<Record<string, readonly string[]>> = {
  production: ['prod', 'custom'],
  staging: ['prod', 'dev', 'preview', 'custom'],
  development: ['dev', 'preview', 'custom'],
};

/**
 * Whether a deployment is of the type that the table declares (`prod:…`), and of one that fits the environment's class.
 * @throws NotApplicable where it says no type, as a self-hosted one
 */
export function judgeType(
  { url, kind, type }: DeploymentType,
  convex: ConvexProfile,
  { environment, class: kindOfEnvironment }: Pick<Profile, 'environment' | 'class'>,
): Finding[] {
  if (type === undefined)
    throw new NotApplicable(`the deployment of ${environment} does not report its type (${kind})`);
  const declared = deploymentReference(convex.deployment.value).kind;
  const fitting = byClass[kindOfEnvironment] ?? [];
  const from = [url, convex.deployment.origin];
  if (declared !== undefined && type !== declared)
    return [
      {
        what: `the Convex deployment of ${environment} has another type than the table declares`,
        expected: `${declared} (${convex.deployment.value})`,
        received: `${type}, as it reports itself`,
        from,
      },
    ];
  if (!fitting.includes(type))
    return [
      {
        what: `the Convex deployment of ${environment} is of a type that does not fit it`,
        expected: `${fitting.join(' or ')}: the environment is of the class ${kindOfEnvironment}`,
        received: `${type}, as it reports itself`,
        from,
      },
    ];
  return [];
}
