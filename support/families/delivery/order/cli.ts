/** `npm run order`: says in which order a commit is deployed safely. It only reads. */
import { command } from '../../../command/command.ts';
import { type ExitCode, exitCodes } from '../../../command/exit-code.ts';
import { flag, requiredText, texts, textWithDefault } from '../../../command/option.ts';
import { complain, say } from '../../../command/print.ts';
import { deployedVariables } from '../../../platforms/convex/index.ts';
import type { Profile } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import { commitState } from '../commit/read-commit.ts';
import { withEnvironment } from '../open-environment.ts';
import { type LiveState, orUnread, readLive } from '../rollback/read-live.ts';
import { compareBackend, joined } from './compare-sides.ts';
import { compareVariables } from './compare-variables.ts';
import { compareWorkers } from './compare-worker.ts';
import { formatOrder } from './format-order.ts';
import { judgeOrder, type Order } from './judge-order.ts';
import type { Step } from './step.ts';

const exitOf: Readonly<Record<Order['verdict'], ExitCode>> = {
  safe: exitCodes.done,
  'no safe order': exitCodes.failed,
  'not known': exitCodes.notVerified,
};

async function compare(profile: Profile, read: Read, revision: string, live: LiveState, migrated: readonly string[]) {
  const commit = await read(commitState, { profile, revision });
  const to = commit.sha.slice(0, 12);
  const backends = await Promise.all(
    commit.backends.map(async (committed) => {
      const own = live.backends.find(({ convex }) => convex.place === committed.convex.place);
      const set = await orUnread(() => read(deployedVariables, committed.convex));
      return [
        ...(own ? [compareBackend({ committed, live: own, to, migrated })] : []),
        compareVariables(committed, set, to),
      ];
    }),
  );
  return { to, comparison: joined([...backends.flat(), compareWorkers(commit, live)]) };
}

function stepsOf({ backends, workers, sites }: Profile): Step[] {
  return [
    'configuration' as const,
    ...(backends.length > 0 ? ['backend' as const] : []),
    ...(workers.length > 0 ? ['worker' as const] : []),
    ...(sites.length > 0 || backends.some(({ frontends }) => frontends.length > 0) ? ['site' as const] : []),
  ];
}

await command({
  name: 'order',
  usage: {
    does: 'Says in which order configuration, backend, Worker and site of a commit are deployed safely, and why; or that no single order is safe, and which step is missing between. It is the step before a deploy, and changes nothing.',
    exits: {
      0: 'there is a safe order',
      1: 'no single order is safe',
      3: 'something that decides is not known',
    },
    example: '--env prod --to HEAD',
  },
  options: {
    env: requiredText({ value: 'ENVIRONMENT', help: 'the environment that would be deployed to' }),
    to: textWithDefault({
      value: 'COMMIT',
      help: 'what would be deployed: a commit, a tag or a branch',
      fallback: 'HEAD',
    }),
    migrated: texts({
      value: 'TABLE',
      help: 'a table whose documents all have the new form already; may be given several times',
      fallback: 'none',
    }),
    json: flag('print the result as JSON'),
  },
  async run({ env, to, migrated, json }) {
    return withEnvironment(env, 'order', async (profile, read, isEmbedded) => {
      if (isEmbedded && !json) complain('This is the embedded twin that ships with Airlock, not your own deployment.');
      const live = await readLive(profile, read);
      const { to: shown, comparison } = await compare(profile, read, to, live, migrated ?? []);
      const order = judgeOrder(comparison, stepsOf(profile));
      say(
        json
          ? JSON.stringify({ environment: env, to: shown, ...order }, null, 2)
          : formatOrder(order, comparison.changes, shown, env),
      );
      return exitOf[order.verdict];
    });
  },
});
