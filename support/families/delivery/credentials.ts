import { type Delivery, type JobRun, type Reference, referencesIn, type Workflow } from '../../workflow/index.ts';

/** Names of secrets that deploy, as people give them. */
const deploys =
  /(DEPLOY|ADMIN)_?KEY|CONVEX_\w*KEY|(CLOUDFLARE|CF)_(API_)?TOKEN|VERCEL_TOKEN|NETLIFY_(AUTH_)?TOKEN|FLY_API_TOKEN|RAILWAY_TOKEN|SSH_(PRIVATE_)?KEY|KUBE_?CONFIG|EXPO_TOKEN/i;
/** A key of a preview deploys what users do not see. */
const ofPreview = /PREVIEW|STAGING|TEST|_DEV\b|^DEV_/i;

export function isDeployCredential(name: string): boolean {
  return deploys.test(name) && !ofPreview.test(name);
}

/** Every reference to a secret or a variable, in every workflow. */
export function referencesOf({ repository, workflows }: Delivery): Map<Workflow, Reference[]> {
  return new Map(workflows.map((workflow) => [workflow, referencesIn(workflow, repository.read(workflow.file) ?? '')]));
}

/** The secrets that a job has: its own, and those above all jobs of its workflow. */
export function heldBy({ job }: JobRun, references: readonly Reference[]): Reference[] {
  return references.filter(
    (reference) => reference.kind === 'secrets' && (reference.job === undefined || reference.job === job),
  );
}

/** Whether a job has what deploys: a secret of such a name, or all of them. */
export function holdsCredentials(run: JobRun, references: readonly Reference[]): boolean {
  return run.job?.secrets === 'inherit' || heldBy(run, references).some(({ name }) => isDeployCredential(name));
}
