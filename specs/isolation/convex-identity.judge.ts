import type { Finding } from '../../support/check/finding.ts';
import { deploymentName } from '../../support/families/config/index.ts';
import type { Identity } from '../../support/platforms/convex/index.ts';
import type { ConvexProfile } from '../../support/profile/index.ts';

export interface IdentityInput {
  environment: string;
  convex: ConvexProfile;
  /** The name that E's URL answers with. */
  name: string;
  /** What the other environments declare. */
  others: readonly { environment: string; convex: ConvexProfile }[];
  /** What the other environments answer, in the audit that may ask them. */
  answers: readonly { environment: string; answer: Identity; convex: ConvexProfile }[];
}

/** Whether E's deployment is E's own: by its own answer, by what the others declare, and by what they answer. */
export function judgeIdentity({ environment, convex, name, others, answers }: IdentityInput): Finding[] {
  const findings: Finding[] = [];
  const declared = deploymentName(convex.deployment.value);
  if (declared !== name) {
    findings.push({
      what: `the Convex URL of ${environment} points to another deployment`,
      expected: `${declared} (${convex.deployment.origin})`,
      received: `${name}, as it reports itself`,
      from: [convex.url.value, convex.url.origin],
    });
  }
  for (const { environment: other, convex: otherConvex } of others) {
    if (!otherConvex.deployment.isSet || deploymentName(otherConvex.deployment.value) !== name) continue;
    findings.push({
      what: `${environment} uses the Convex deployment of ${other}`,
      expected: `a deployment of its own for ${environment}`,
      received: `${name}, by its own answer; ${other} declares the same`,
      from: [convex.url.value, convex.url.origin, `${otherConvex.deployment.origin} (${other})`],
    });
  }
  for (const { environment: other, answer, convex: otherConvex } of answers) {
    if (!answer.answers || answer.name !== name) continue;
    findings.push({
      what: `${environment} and ${other} use the same Convex deployment`,
      expected: 'two different deployments',
      received: `${name}, as both report`,
      from: [`${convex.url.value} (${environment})`, `${otherConvex.url.value} (${other})`],
    });
  }
  return findings;
}
