import { check } from '../../support/check/index.ts';
import { askedPipelines, protectionOf, withApproval } from '../../support/families/delivery/index.ts';
import { judgeApproval } from './approval.judge.ts';

check({
  id: 'delivery/approval',
  title: 'production waits for a reviewer',
  platform: 'delivery',
  effect: 'read',
  severity: 'warning',
  why: 'Without a reviewer, anyone who can push can deploy, and nobody else sees the change before users do.',
  remedy: 'Put the job into an environment on GitHub that has required reviewers.',
  subjects: withApproval,
  sends: { to: ['environment'], requests: 40, bound: 'one for each page of the lists of GitHub and Cloudflare' },
  async verify({ subject, read, count }) {
    const [delivery, protection] = await Promise.all([read(askedPipelines, subject), protectionOf(subject, read)]);
    count('environments on GitHub', protection.reviewers.size);
    count('ways in which they start', delivery.runs.length);
    return judgeApproval(delivery, protection);
  },
});
