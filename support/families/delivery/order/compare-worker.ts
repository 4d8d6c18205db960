import type { CommitState } from '../commit/read-commit.ts';
import { configOf } from '../commit/worker-config.ts';
import type { WorkerRelease } from '../providers/read-worker-releases.ts';
import type { LiveState } from '../rollback/read-live.ts';
import { type Comparison, joined, nothing } from './compare-sides.ts';

/** What a Worker's configuration at a commit changes: Durable Object migrations, which nothing undoes. Pure. */
export function compareWorkers(commit: CommitState, { workers }: Pick<LiveState, 'workers'>): Comparison {
  return joined(
    workers.map(({ target: { name }, release }) =>
      'unread' in release ? { ...nothing, unknown: [release.unread] } : compareWorker(name, release.value, commit),
    ),
  );
}

function compareWorker(name: string, { deployments, details, from }: WorkerRelease, commit: CommitState): Comparison {
  const present = details.get(deployments[0]?.versions[0]?.version_id ?? '');
  const tag = present?.resources?.script_runtime?.migration_tag ?? '';
  const to = commit.sha.slice(0, 12);
  const config = configOf(commit.workers, name);
  if (!config) {
    const hasObjects = present?.resources?.bindings?.some(({ type }) => type === 'durable_object_namespace') ?? true;
    if (!hasObjects) return { ...nothing, compared: 1 };
    return {
      ...nothing,
      unknown: [
        `no wrangler configuration at ${to} is that of the Worker ${name}, so its Durable Object migrations are not known`,
      ],
    };
  }
  const from_ = [`${config.file} at ${to}`, from];
  if (tag !== '' && !config.migrations.includes(tag))
    return {
      ...nothing,
      blocked: [
        {
          what: `the Worker ${name} has the Durable Object migration ${tag}, which ${to} does not know`,
          between: `Merge the commit that added the migration ${tag} into ${to} first.`,
          from: from_,
        },
      ],
    };
  const open = config.migrations.slice(config.migrations.indexOf(tag) + 1);
  if (open.length === 0) return { ...nothing, compared: 1 };
  return {
    ...nothing,
    changes: [
      {
        step: 'worker',
        what: `Durable Object migrations ${open.join(', ')}: the Worker cannot be rolled back behind them, nor can its traffic be split`,
      },
    ],
    constraints: [
      {
        first: 'worker',
        second: 'site',
        why: `the Worker ${name} is migrated (${open.join(', ')}), and nothing undoes that: the site follows once it runs`,
        from: from_,
      },
    ],
    compared: 1 + open.length,
  };
}
