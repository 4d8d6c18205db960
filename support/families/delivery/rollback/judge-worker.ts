import type { Profile } from '../../../profile/index.ts';
import { isSameCommit } from '../../../text/same-commit.ts';
import { type CommitState, constantKey, type Known } from '../commit/read-commit.ts';
import { configOf } from '../commit/worker-config.ts';
import {
  deploymentBefore,
  rollbackReach,
  type WorkerDeployment,
  type WorkerRelease,
  type WorkerVersion,
} from '../providers/read-worker-releases.ts';
import { merged, type Obstacle, type RollbackJudgement } from './obstacle.ts';
import type { LiveState } from './read-live.ts';

const platform = 'worker' as const;
const forward = 'Fix forward: deploy a new version of the Worker.';

/** Whether a Worker may go back: what Cloudflare refuses, and what the stored state does not bear. Pure. */
export function judgeWorkerRollback(
  { workers, states }: LiveState,
  commit: CommitState,
  { delivery, workers: sections }: Profile,
  present: ReadonlyMap<string, Known<string>>,
): RollbackJudgement {
  const rollback = delivery?.rollback;
  const named = sections.length > 0 && workers.length === 0;
  const stores = sections.some(({ redis }) => redis) && (rollback?.shapes ?? []).length === 0;
  return merged([
    judgeReleases({ workers }, commit),
    ...(named
      ? [unknownOf('which versions the Worker has is not known: no target of `sync.targets` names its script')]
      : []),
    ...states.map((state) => judgeState(state, commit, rollback?.stateVersion)),
    ...(stores
      ? [
          unknownOf(
            'whether the form of keys in Redis is the same is not known: `delivery.rollback.shapes` names no constant',
          ),
        ]
      : []),
    ...(rollback?.shapes ?? []).map((shape) =>
      judgeShape(shape, commit.constants.get(constantKey(shape)), present.get(constantKey(shape)), commit),
    ),
  ]);
}

/** What Cloudflare refuses of the versions before the live ones, and of a commit where one is named. */
export function judgeReleases({ workers }: Pick<LiveState, 'workers'>, commit?: CommitState): RollbackJudgement {
  return merged(
    workers.map(({ target, release }) =>
      'unread' in release ? unknownOf(release.unread) : judgeRelease(target.name, release.value, commit),
    ),
  );
}

function unknownOf(reason: string): RollbackJudgement {
  return { obstacles: [], unknown: [{ platform, reason }], compared: 0 };
}

function judgeRelease(name: string, release: WorkerRelease, commit: CommitState | undefined): RollbackJudgement {
  const { deployments, details, from } = release;
  const [live] = deployments;
  const before = deploymentBefore(deployments);
  const present = details.get(live?.versions[0]?.version_id ?? '');
  const earlier = details.get(before?.versions[0]?.version_id ?? '');
  if (!live || !present) return unknownOf(`the Worker ${name} has no deployment that could be read`);
  if (!before || !earlier) return unknownOf(`the Worker ${name} has no earlier version that had all traffic`);
  const place = `${from}/versions/${earlier.id}`;
  return {
    obstacles: [
      ...migrationBetween(name, earlier, present, place),
      ...(commit ? migrationOfCommit(name, commit, present, place) : []),
      ...changedSecrets(name, release, before.id, place),
      ...changedBindings(name, earlier, present, place),
    ],
    unknown: [...untoldTriggers(name, release, before.id), ...untoldBindings(name, [earlier, present])],
    compared: 2 + (present.resources?.bindings?.length ?? 0),
  };
}

function tagOf({ resources }: WorkerVersion): string {
  return resources?.script_runtime?.migration_tag ?? '';
}

/** Cloudflare does not activate a version from before a Durable Object migration. */
function migrationBetween(name: string, earlier: WorkerVersion, present: WorkerVersion, place: string): Obstacle[] {
  if (tagOf(earlier) === tagOf(present)) return [];
  return [
    {
      platform,
      what: `a Durable Object migration of the Worker ${name} lies between the versions`,
      expected: `the migration ${tagOf(present) || '(none)'}, as in the live version`,
      received: tagOf(earlier) || 'none',
      from: [place],
      remedy: forward,
    },
  ];
}

/** The same for a redeploy of the commit: its configuration has to know the last migration. */
function migrationOfCommit(
  name: string,
  { workers, sha }: CommitState,
  present: WorkerVersion,
  place: string,
): Obstacle[] {
  const config = configOf(workers, name);
  const live = tagOf(present);
  if (!config || live === '' || config.migrations.includes(live)) return [];
  return [
    {
      platform,
      what: `the configuration of the Worker ${name} at ${sha.slice(0, 12)} does not know the last Durable Object migration`,
      expected: `a migration ${live}`,
      received: config.migrations.join(', ') || 'none',
      from: [`${config.file} at ${sha.slice(0, 12)}`, place],
      remedy: forward,
    },
  ];
}

/** Cloudflare refuses a rollback over changed secrets (code 10220) unless it is forced. */
function changedSecrets(name: string, release: WorkerRelease, before: string, place: string): Obstacle[] {
  const [last] = newerThan(release, before).filter((each) =>
    triggersOf(release, each).some((trigger) => /secret/i.test(trigger)),
  );
  if (!last) return [];
  return [
    {
      platform,
      what: `a secret of the Worker ${name} was changed since the version to go back to`,
      expected: 'the same secrets: Cloudflare refuses a rollback over changed ones (code 10220)',
      received: `a change at ${last.created_on}`,
      from: [place],
      remedy: 'Find out whether the older code works with the new secret; then roll back by hand, or fix forward.',
    },
  ];
}

function newerThan({ deployments }: WorkerRelease, before: string): readonly WorkerDeployment[] {
  return deployments.slice(
    0,
    deployments.findIndex(({ id }) => id === before),
  );
}

/** What made a deployment, and the versions of it that were read: an upload, a changed secret, a rollback. */
function triggersOf({ details }: WorkerRelease, { annotations, versions }: WorkerDeployment): string[] {
  const all = [annotations, ...versions.map(({ version_id }) => details.get(version_id)?.annotations)];
  return all.flatMap((each) => each?.['workers/triggered_by'] ?? []);
}

function untoldTriggers(name: string, release: WorkerRelease, before: string): RollbackJudgement['unknown'] {
  const [untold] = newerThan(release, before).filter((each) => triggersOf(release, each).length === 0);
  return untold
    ? [
        {
          platform,
          reason: `whether a secret of the Worker ${name} was changed is not known: Cloudflare does not say what made the deployment of ${untold.created_on}`,
        },
      ]
    : [];
}

function untoldBindings(name: string, versions: readonly WorkerVersion[]): RollbackJudgement['unknown'] {
  return versions.some(({ resources }) => resources?.bindings === undefined)
    ? [
        {
          platform,
          reason: `the bindings of the Worker ${name} could not be read, so whether they changed is not known`,
        },
      ]
    : [];
}

function changedBindings(name: string, earlier: WorkerVersion, present: WorkerVersion, place: string): Obstacle[] {
  const formsOf = ({ resources }: WorkerVersion) =>
    new Set((resources?.bindings ?? []).map(({ name: binding, type }) => `${binding} (${type})`));
  if (!earlier.resources?.bindings || !present.resources?.bindings) return [];
  const [was, is] = [formsOf(earlier), formsOf(present)];
  const gone = [...was].filter((each) => !is.has(each));
  const added = [...is].filter((each) => !was.has(each));
  if (gone.length + added.length === 0) return [];
  return [
    {
      platform,
      what: `the bindings of the Worker ${name} were changed since the version to go back to`,
      expected: [...is].join(', ') || 'none',
      received: [...was].join(', ') || 'none',
      from: [place],
      remedy: 'A rollback brings the older bindings back, and not what they are bound to: see that each still exists.',
    },
  ];
}

type Constant = { file: string; constant: string };

function judgeState(
  { worker, stored }: LiveState['states'][number],
  { constants, sha }: CommitState,
  declared: Constant | undefined,
): RollbackJudgement {
  if ('unread' in stored) return unknownOf(`the version of the stored state is not known: ${stored.unread}`);
  if (!declared)
    return unknownOf(
      `which version of the state the code at ${sha.slice(0, 12)} knows is not known: \`delivery.rollback.stateVersion\` is not set`,
    );
  const known = constants.get(constantKey(declared));
  if (!known || 'unread' in known) return unknownOf(known?.unread ?? `${declared.file} was not read`);
  const versions = versionsIn(known.value);
  if (versions === undefined)
    return unknownOf(
      `${declared.constant} is neither a number nor a list of numbers at ${sha.slice(0, 12)}: ${known.value}`,
    );
  const [version = Number.NaN, ...others] = versions;
  const isKnown = others.length === 0 ? stored.value <= version : versions.includes(stored.value);
  if (isKnown) return { obstacles: [], unknown: [], compared: 1 };
  return {
    obstacles: [
      {
        platform,
        what: `the Durable Objects of ${worker.called} hold a state that the code at ${sha.slice(0, 12)} does not know`,
        expected:
          others.length === 0 ? `a state of version ${version} or older` : `a state of version ${versions.join(', ')}`,
        received: `version ${stored.value}`,
        from: [
          `${declared.file} › ${declared.constant} at ${sha.slice(0, 12)}`,
          `${worker.url.value} › ${worker.durableState?.stored}`,
        ],
        remedy: forward,
      },
    ],
    unknown: [],
    compared: 1,
  };
}

/** `3`, or the versions that the code can read: `[1, 2, 3]`. */
function versionsIn(written: string): number[] | undefined {
  const text = written.replace(/\bas const\b/g, '').trim();
  const list = /^\[(.*?),?\s*\]$/s.exec(text)?.[1] ?? text;
  const versions = list.split(',').map((each) => each.replace(/['"`_\s]/g, ''));
  const numbers = versions.map(Number);
  return versions.includes('') || numbers.some((each) => !Number.isFinite(each)) ? undefined : numbers;
}

function judgeShape(
  shape: Constant & { what: string },
  then: Known<string> | undefined,
  now: Known<string> | undefined,
  { sha }: CommitState,
): RollbackJudgement {
  if (!then || 'unread' in then) return unknownOf(then?.unread ?? `${shape.file} was not read`);
  if (!now || 'unread' in now) return unknownOf(now?.unread ?? `${shape.file} was not read today`);
  if (then.value === now.value) return { obstacles: [], unknown: [], compared: 1 };
  return {
    obstacles: [
      {
        platform,
        what: `${shape.what} have another form than the code at ${sha.slice(0, 12)} knows`,
        expected: then.value,
        received: now.value,
        from: [`${shape.file} › ${shape.constant} at ${sha.slice(0, 12)}`, `${shape.file} › ${shape.constant} today`],
        remedy: 'Let what is stored expire or clear it before the older code runs, or fix forward.',
      },
    ],
    unknown: [],
    compared: 1,
  };
}

/** Whether a version can be activated at all: it had all traffic, and is among the newest. */
export function reachableVersion({ deployments, versions, details }: WorkerRelease, sha: string | undefined) {
  const before = deploymentBefore(deployments);
  const id = before?.versions[0]?.version_id;
  if (!before || id === undefined) return undefined;
  const tag = details.get(id)?.annotations?.['workers/tag'];
  return {
    id,
    deployedAt: before.created_on,
    tag,
    isWithinReach: versions.length < rollbackReach || versions.includes(id),
    isOfCommit: tag === undefined || sha === undefined ? undefined : isSameCommit(tag, sha),
  };
}
