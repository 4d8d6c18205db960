/** `npm run delivery`: prints how a repository is shipped, as its workflows and platform files say. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { text, textWithDefault } from '../../command/option.ts';
import { say } from '../../command/print.ts';
import { StopError } from '../../command/stop-error.ts';
import { loadDeployment, shownPath } from '../../profile/index.ts';
import { filesOfFolder, type PipelineSettings, printDelivery, readPipelines } from '../../workflow/index.ts';
import { pipelineSettings } from './read-delivery.ts';

await command({
  name: 'delivery',
  usage: {
    does: 'Prints every way in which the pipelines of a repository start: the jobs in order, what each deploys, and under which condition; then what is refused by GitHub, and what was not read. It changes nothing.',
    exits: {
      0: 'printed, whatever it shows',
      3: 'something of it could not be followed',
    },
    example: '--repository ../acme',
  },
  options: {
    repository: text({
      value: 'FOLDER',
      help: 'the checkout',
      fallback: '`delivery.repository` of the deployment config',
    }),
    branch: textWithDefault({
      value: 'BRANCH',
      help: 'the branch that is production, without a config',
      fallback: 'main',
    }),
  },
  async run({ repository, branch }) {
    const { folder, settings } = repository === undefined ? await fromConfig() : withoutConfig(repository, branch);
    if (!existsSync(folder)) throw new StopError(exitCodes.configuration, `There is no folder ${folder}.`);
    const delivery = await readPipelines(filesOfFolder(folder), settings);
    say(printDelivery(delivery));
    return delivery.notFollowed.length > 0 ? exitCodes.notVerified : exitCodes.done;
  },
});

interface Place {
  folder: string;
  settings: PipelineSettings;
}

function withoutConfig(folder: string, defaultBranch: string): Place {
  return { folder, settings: { defaultBranch, patterns: [] } };
}

async function fromConfig(): Promise<Place> {
  const { deployment, directory, file } = await loadDeployment();
  const { delivery } = deployment;
  if (!delivery)
    throw new StopError(
      exitCodes.configuration,
      `${shownPath(file)} has no \`delivery.repository\`.\n  → Name the checkout: npm run delivery -- --repository FOLDER`,
    );
  return { folder: path.resolve(directory, delivery.repository), settings: pipelineSettings(delivery) };
}
