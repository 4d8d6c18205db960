/** `npm run merge-shards`: puts together what several machines reported of a sharded smoke run. */
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { requiredText } from '../../command/option.ts';
import { StopError } from '../../command/stop-error.ts';
import { loadDeployment, resolveProfile } from '../../profile/index.ts';
import { errorText } from '../../text/error-text.ts';
import { githubOf, showsColor } from '../runners/ci-environment.ts';
import { publishVerdict } from '../runners/publish-verdict.ts';
import { smokeSubject } from '../runners/smoke-plan.ts';
import { joinCollected } from '../verdict/join-collected.ts';

await command({
  name: 'merge-shards',
  usage: {
    does: 'Joins the shards of a smoke run that ran on several machines into one verdict, and reports it.',
    exits: {
      0: 'the gate is open',
      1: 'a critical check failed',
      2: 'strict mode, and there are only warnings',
      3: 'a shard is missing or cannot be read, or something critical could not be verified',
    },
    example: '--env prod artifacts/',
  },
  options: { env: requiredText({ value: 'ENVIRONMENT', help: 'the environment that the run was about' }) },
  positionals: { value: 'FOLDER', help: 'where CI collected the reports of the machines, at any depth' },
  async run({ env: environment }, { positionals: directories, variables }) {
    const loaded = await loadDeployment();
    // Resolved for its secrets too: what machines reported is scanned for them once more.
    const { reportsDirectory } = resolveProfile(loaded, environment);
    try {
      const verdict = joinCollected({ directories, subject: smokeSubject(loaded, environment), reportsDirectory });
      const print = (text: string) => process.stdout.write(text);
      const color = showsColor(process.stdout, variables);
      publishVerdict(verdict, { reportsDirectory, print, color, ...githubOf(variables) });
      return verdict.exitCode ?? exitCodes.notVerified;
    } catch (error) {
      throw new StopError(exitCodes.notVerified, `Gate closed: the shards cannot be joined. ${errorText(error)}`);
    }
  },
});
