/** `npm run rollback`: says whether an environment may go back to a commit, and how. It only reads. */
import { command } from '../../../command/command.ts';
import { type ExitCode, exitCodes } from '../../../command/exit-code.ts';
import { flag, requiredText, text, texts } from '../../../command/option.ts';
import { complain, say } from '../../../command/print.ts';
import { UsageError } from '../../../command/stop-error.ts';
import { commitState } from '../commit/read-commit.ts';
import { withEnvironment } from '../open-environment.ts';
import { judgeRollback } from './judge-rollback.ts';
import { impacts, severities } from './matrix.ts';
import { type RollbackPlatform, rollbackPlatforms } from './obstacle.ts';
import { type Decision, formatRollback, planRollback } from './plan.ts';
import { readLive } from './read-live.ts';
import { rollbackTargets } from './targets.ts';

const exitOf: Readonly<Record<Decision, ExitCode>> = {
  go: exitCodes.done,
  'no go': exitCodes.failed,
  'not known': exitCodes.notVerified,
};

/** @throws UsageError for a word that is none of the choices */
function choiceOf<Choice extends string>(option: string, given: string | undefined, choices: readonly Choice[]) {
  if (given === undefined) return undefined;
  const choice = choices.find((each) => each === given);
  if (choice !== undefined) return choice;
  throw new UsageError(`${option} is one of ${choices.join(', ')}; it was given ${given || 'nothing'}.`);
}

await command({
  name: 'rollback',
  usage: {
    does: 'Says whether an environment may go back to a commit (go or no go, with the reasons), and the steps of each platform in order. It reads the platforms and changes nothing.',
    exits: {
      0: 'go',
      1: 'no go: the schema rejects data, a reference is missing, a Durable Object migration lies between, or a secret changed',
      3: 'something that decides is not known',
    },
    example: '--env prod --to v1.4.2',
  },
  options: {
    env: requiredText({ value: 'ENVIRONMENT', help: 'the environment that would go back' }),
    to: requiredText({ value: 'COMMIT', help: 'the commit to go back to: a commit, a tag or a branch' }),
    platform: texts({
      value: 'PLATFORM',
      help: `only this one: ${rollbackPlatforms.join(', ')}; may be given several times`,
      fallback: 'all',
    }),
    severity: text({
      value: 'SEVERITY',
      help: `how bad it is: ${severities.join(', ')}`,
      fallback: 'the whole matrix is printed',
    }),
    users: text({
      value: 'USERS',
      help: `whom it reaches: ${impacts.join(', ')} of the users`,
      fallback: 'the whole matrix is printed',
    }),
    json: flag('print the result as JSON'),
  },
  async run({ env, to, platform, severity, users, json }) {
    const only =
      platform?.map((each) => choiceOf('--platform', each, rollbackPlatforms) as RollbackPlatform) ?? rollbackPlatforms;
    const incident = {
      severity: choiceOf('--severity', severity, severities),
      impact: choiceOf('--users', users, impacts),
    };
    return withEnvironment(env, 'rollback', async (profile, read, isEmbedded) => {
      if (isEmbedded && !json) complain('This is the embedded twin that ships with Airlock, not your own deployment.');
      const [commit, live] = await Promise.all([read(commitState, { profile, revision: to }), readLive(profile, read)]);
      const judgement = judgeRollback(commit, live, profile);
      const plan = planRollback(judgement, rollbackTargets(live, commit.sha), only, incident);
      const own = { ...judgement, obstacles: judgement.obstacles.filter((each) => only.includes(each.platform)) };
      const { sha } = commit;
      say(
        json
          ? JSON.stringify({ environment: env, to: sha, ...plan, obstacles: own.obstacles }, null, 2)
          : formatRollback(plan, own, sha.slice(0, 12), env),
      );
      return exitOf[plan.decision];
    });
  },
});
