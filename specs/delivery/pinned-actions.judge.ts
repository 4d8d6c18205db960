import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { holdsCredentials, referencesOf } from '../../support/families/delivery/credentials.ts';
import type { Delivery, JobRun, Step, Text } from '../../support/workflow/index.ts';

/** What the judgement looked at, for its evidence. */
export interface PinnedActions {
  actions: number;
  findings: Finding[];
}

/**
 * Whether the actions of others are pinned to a commit, in jobs that hold what deploys.
 * @throws NotVerified where no job holds deploy credentials
 */
export function judgePinnedActions(delivery: Delivery): PinnedActions {
  const references = referencesOf(delivery);
  const jobs = delivery.runs
    .flatMap((run) => run.jobs)
    .filter((run) => run.workflow !== undefined && holdsCredentials(run, references.get(run.workflow) ?? []));
  if (jobs.length === 0) throw new NotVerified('no job of a workflow holds deploy credentials');
  const uses = new Map(jobs.flatMap(usesOf).map((text) => [`${text.file}:${text.line}`, text]));
  const findings = [...uses].flatMap(([place, { text }]) => (isPinned(text) ? [] : [unpinned(place, text)]));
  return { actions: uses.size, findings };
}

function usesOf({ job }: JobRun): Text[] {
  const ofStep = ({ uses, parallel }: Step): Text[] => [...(uses ? [uses] : []), ...parallel.flatMap(ofStep)];
  return [...(job?.uses ? [job.uses] : []), ...(job?.steps.flatMap(ofStep) ?? [])];
}

/** GitHub's own actions, actions of the repository, and images with a digest need no commit. */
function isPinned(uses: string): boolean {
  if (/^(\.\/|actions\/|github\/)/.test(uses)) return true;
  return uses.startsWith('docker://') ? /@sha256:[0-9a-f]{64}$/.test(uses) : /@[0-9a-f]{40}$/.test(uses);
}

function unpinned(place: string, uses: string): Finding {
  const what = 'a third-party action in a job with deploy credentials is not pinned to a commit';
  if (uses.startsWith('docker://')) {
    const image = uses.slice('docker://'.length);
    const untagged = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
    return {
      what,
      expected: `docker://${untagged}@sha256:<the 64 characters of a digest>`,
      received: uses,
      from: [place],
      remedy: `\`docker buildx imagetools inspect ${image}\` prints the digest.`,
    };
  }
  const [name = uses, version = ''] = uses.split('@');
  return {
    what,
    expected: `${name}@<the 40 characters of a commit>`,
    received: uses,
    from: [place],
    remedy: `Write \`uses: ${name}@<commit> # ${version}\`: \`git ls-remote https://github.com/${name.split('/').slice(0, 2).join('/')} ${version}\` prints it.`,
  };
}
