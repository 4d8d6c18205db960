/** `npm run gate`: answers by its exit code whether the last verdict opens the gate. */
import path from 'node:path';
import { command } from '../../command/command.ts';
import { duration, requiredText, text, textWithDefault } from '../../command/option.ts';
import { complain, say } from '../../command/print.ts';
import { UsageError } from '../../command/stop-error.ts';
import { judgeGate } from '../verdict/judge-gate.ts';
import { readVerdict, verdictFileName } from '../verdict/verdict-file.ts';

/** An empty variable in a pipeline must not turn into "any commit". */
function requireHash(commit: string | undefined): void {
  if (commit !== undefined && !/^[0-9a-f]{7,64}$/i.test(commit))
    throw new UsageError(
      `--commit takes a commit's hash of seven characters or more; it was given ${commit || 'nothing'}.`,
    );
}

await command({
  name: 'gate',
  lead: 'Gate closed: ',
  usage: {
    does: 'Reads the verdict of the last run and says by its exit code whether the gate is open for exactly this environment, commit and age.',
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
    commit: text({
      value: 'SHA',
      help: 'the commit that the verdict must be for, 7 to 64 characters',
      fallback: 'any',
    }),
    'max-age': duration({ value: '30m', help: 'how old the verdict may be' }),
    reports: textWithDefault({ value: 'FOLDER', help: 'where the verdict is', fallback: 'reports' }),
  },
  async run({ env: project, commit, 'max-age': maxAgeMs, reports }) {
    requireHash(commit);

    const { open, exitCode, sentence } = judgeGate(readVerdict(path.join(reports, verdictFileName)), {
      project,
      now: new Date(),
      ...(commit !== undefined && { commit }),
      ...(maxAgeMs !== undefined && { maxAgeMs }),
    });
    (open ? say : complain)(sentence);
    return exitCode;
  },
});
