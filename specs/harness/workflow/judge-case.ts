import type { Case } from '../../../fixtures/workflows/read-case.ts';
import type { Finding } from '../../../support/check/finding.ts';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { type Delivery, filesOfRecord, readPipelines } from '../../../support/workflow/index.ts';
import { judgeBackendBeforeFrontend } from '../../delivery/backend-before-frontend.judge.ts';
import { judgeBackendDeploys } from '../../delivery/backend-deploys.judge.ts';
import { judgeDeploysWhenGreen } from '../../delivery/deploys-when-green.judge.ts';
import { judgeGatePresent } from '../../delivery/gate-present.judge.ts';
import { judgeImageOfThisRun } from '../../delivery/image-of-this-run.judge.ts';
import { judgeLeastPermissions } from '../../delivery/least-permissions.judge.ts';
import { judgeOneDeployAtATime } from '../../delivery/one-deploy-at-a-time.judge.ts';
import { judgePinnedActions } from '../../delivery/pinned-actions.judge.ts';
import { judgeSecretsDeclared } from '../../delivery/secrets-declared.judge.ts';
import { judgeWorkflowsAccepted } from '../../delivery/workflows-accepted.judge.ts';

/** The table of the cases that ask for secrets. */
const declared = new Map([
  ['CONVEX_DEPLOY_KEY', { origin: 'shop.table:3', environment: undefined }],
  ['CLOUDFLARE_API_TOKEN', { origin: 'shop.table:4', environment: 'production' }],
]);

export const judgements: Readonly<Record<string, (delivery: Delivery) => readonly Finding[]>> = {
  'backend-deploys': judgeBackendDeploys,
  'backend-before-frontend': (delivery) => judgeBackendBeforeFrontend(delivery),
  'deploys-when-green': judgeDeploysWhenGreen,
  'workflows-accepted': judgeWorkflowsAccepted,
  'one-deploy-at-a-time': judgeOneDeployAtATime,
  'pinned-actions': (delivery) => judgePinnedActions(delivery).findings,
  'least-permissions': judgeLeastPermissions,
  'secrets-declared': (delivery) => judgeSecretsDeclared(delivery, { declared, unmanaged: [] }).findings,
  'gate-present': (delivery) => judgeGatePresent(delivery).findings,
  'image-of-this-run': judgeImageOfThisRun,
};

export async function deliveryOf({ files, settings }: Pick<Case, 'files' | 'settings'>): Promise<Delivery> {
  return readPipelines(filesOfRecord(files), { defaultBranch: 'main', patterns: [], ...settings });
}

/** What a judgement says: its findings, or why it is not verified. */
export function judge(check: string, delivery: Delivery): { findings: readonly Finding[]; open?: string } {
  const judgement = judgements[check];
  if (!judgement) throw new Error(`There is no judgement ${check}.`);
  try {
    return { findings: judgement(delivery) };
  } catch (error) {
    if (error instanceof NotVerified) return { findings: [], open: error.message };
    throw error;
  }
}
