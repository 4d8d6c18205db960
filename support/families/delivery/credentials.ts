import {
  type Delivery,
  deployKeyName,
  type JobRun,
  type Reference,
  referencesIn,
  type Workflow,
} from '../../workflow/index.ts';

/** A key of a preview deploys what users do not see. */
const ofPreview = /PREVIEW|STAGING|TEST|_DEV\b|^DEV_/i;

export function isDeployCredential(name: string): boolean {
  return deployKeyName.test(name) && !ofPreview.test(name);
}

/** Every reference to a secret or a variable, in every workflow. */
export function referencesOf({ repository, workflows }: Delivery): Map<Workflow, Reference[]> {
  return new Map(workflows.map((workflow) => [workflow, referencesIn(workflow, repository.read(workflow.file) ?? '')]));
}

/** Lines on which a secret is given to a tool under the name that deploys: `CONVEX_DEPLOY_KEY: ${{ secrets.PROD }}`. */
function givenToDeploy({ job, workflow }: JobRun): Set<number> {
  const texts = [
    workflow?.env.texts,
    job?.env.texts,
    ...(job?.steps ?? []).flatMap(({ env, with: given }) => [env.texts, given]),
  ];
  return new Set(
    texts.flatMap((each) =>
      [...(each ?? [])].flatMap(([name, { text, line }]) =>
        deploysAs(name) && /\bsecrets\b/.test(text) ? [line] : [],
      ),
    ),
  );
}

/** Names of variables and inputs under which tools take what deploys. */
function deploysAs(name: string): boolean {
  return deployKeyName.test(name) || /^(api_?token|vercel-token|netlify-auth-token)$/i.test(name);
}

/** The secrets of a job that deploy: by their own names, or by the names under which tools are given them. */
export function deployCredentialsOf(run: JobRun, references: readonly Reference[]): Reference[] {
  const lines = givenToDeploy(run);
  return heldBy(run, references).filter(
    ({ name, line }) => isDeployCredential(name) || (lines.has(line) && !ofPreview.test(name)),
  );
}

/** The secrets that a job has: its own, and those above all jobs of its workflow. */
export function heldBy({ job }: JobRun, references: readonly Reference[]): Reference[] {
  return references.filter(
    (reference) => reference.kind === 'secrets' && (reference.job === undefined || reference.job === job),
  );
}

/** Whether a job has what deploys: a secret of such a name, or all of them. */
export function holdsCredentials(run: JobRun, references: readonly Reference[]): boolean {
  return run.job?.secrets === 'inherit' || deployCredentialsOf(run, references).length > 0;
}
