import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { Delivery } from '../../support/workflow/index.ts';

/** Whether GitHub accepts every workflow: one that it refuses never runs. @throws NotVerified where there is none */
export function judgeWorkflowsAccepted({ workflows }: Pick<Delivery, 'workflows'>): Finding[] {
  if (workflows.length === 0) throw new NotVerified('there is no workflow in .github/workflows');
  return workflows.flatMap(({ refusals }) =>
    refusals.map(({ message, file, line }) => ({
      what: 'GitHub refuses a workflow, and never runs it',
      expected: 'a workflow that GitHub accepts',
      received: message,
      from: [`${file}:${line}`],
    })),
  );
}
