/** `npm run report`: prints the last verdict once more, and writes its reports anew. */
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { flag, requiredText } from '../../command/option.ts';
import { say } from '../../command/print.ts';
import { StopError } from '../../command/stop-error.ts';
import { loadDeployment, reportsRoot } from '../../profile/index.ts';
import { onCallFacts } from '../on-call/facts.ts';
import { asksForVerbose, showsColor } from '../runners/ci-environment.ts';
import { publishVerdict } from '../runners/publish-verdict.ts';
import { verdictProblem } from '../verdict/judge-gate.ts';
import { requireProject, verdictInForce, verdictOptions, withoutOption } from './verdict-in-force.ts';

await command({
  name: 'report',
  usage: {
    does: 'Prints the verdict of the last run, and writes `report.html`, `report.md` and `junit.xml` beside it.',
    exits: {
      0: 'the gate is open',
      1: 'a critical check failed',
      2: 'strict mode, and there are only warnings',
      3: 'there is no verdict of this deployment and config, or something critical could not be verified',
    },
    example: '--env prod',
  },
  options: {
    env: requiredText({ value: 'ENVIRONMENT', help: 'the environment that the verdict must be for, or `isolation`' }),
    ...verdictOptions,
    without: withoutOption,
    where: flag('prints the folder of reports alone, as the config names it, also before there is a verdict'),
    verbose: flag('prints every check, each finding in full, as `AIRLOCK_VERBOSE=1` does'),
  },
  async run({ env: project, where, verbose, ...asked }, { variables }) {
    if (where) {
      const loaded = await loadDeployment();
      requireProject(project, loaded);
      say(reportsRoot(loaded, asked.reports));
      return exitCodes.done;
    }
    const { loaded, read, question, reportsDirectory } = await verdictInForce({ project, ...asked });
    const problem = verdictProblem(read, question);
    if (problem !== undefined || 'unreadable' in read)
      throw new StopError(exitCodes.notVerified, `${problem}. Run \`npx vitest run --project ${project}\` first.`);

    const print = (text: string) => process.stdout.write(text);
    publishVerdict(read, {
      reportsDirectory,
      print,
      color: showsColor(process.stdout, variables),
      verbose: verbose || asksForVerbose(variables),
      onCall: onCallFacts(loaded, question.environments),
    });
    return read.exitCode ?? exitCodes.notVerified;
  },
});
