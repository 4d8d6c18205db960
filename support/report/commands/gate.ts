/** `npm run gate`: answers by its exit code whether the last verdict opens the gate. */
import { command } from '../../command/command.ts';
import { requiredText } from '../../command/option.ts';
import { complain, say } from '../../command/print.ts';
import { commitUnderTest } from '../verdict/commit.ts';
import { judgeGate } from '../verdict/judge-gate.ts';
import { verdictInForce, verdictOptions, withoutOption } from './verdict-in-force.ts';

await command({
  name: 'gate',
  lead: 'Gate closed: ',
  usage: {
    does: 'Reads the verdict of the last run and says by its exit code whether the gate is open for exactly this deployment, environment, config, commit and age.',
    exits: {
      0: 'the gate is open',
      1: 'a critical check failed',
      2: 'strict mode, and there are only warnings',
      3: 'there is no verdict that counts, or something critical could not be verified',
    },
    example: '--env prod --commit "$GITHUB_SHA" --max-age 30m',
  },
  options: {
    env: requiredText({ value: 'ENVIRONMENT', help: 'the environment that the verdict must be for, or `isolation`' }),
    ...verdictOptions,
    commit: { ...verdictOptions.commit, default: 'the one under test' },
    without: withoutOption,
  },
  async run({ env: project, ...asked }) {
    const { loaded, read, question } = await verdictInForce({ project, ...asked });
    const commit = question.commit ?? commitUnderTest(loaded.directory);
    const { open, exitCode, sentence } = judgeGate(read, { ...question, commit });
    (open ? say : complain)(sentence);
    return exitCode;
  },
});
