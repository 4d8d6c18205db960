/** `npm run sync-env -- --mode local`: writes the table to local files; `--mode deploy-prod`: plans and applies it to the platforms. */
import { complain, runTool } from './run-tool.ts';
import { syncDeployCommand } from './sync-deploy-command.ts';
import { syncLocalCommand } from './sync-local-command.ts';
import { syncOptions, syncUsage } from './sync-options.ts';

await runTool(syncUsage, async (signal) => {
  const options = syncOptions(process.argv.slice(2));
  const { deployTo } = options;
  const underWay =
    deployTo === undefined
      ? 'the file under way is finished'
      : 'the step under way is finished, then everything is read back';
  signal.addEventListener('abort', () => complain(`Interrupted: ${underWay}. Once more ends it at once.`));
  return deployTo === undefined
    ? syncLocalCommand(options, signal)
    : syncDeployCommand({ ...options, deployTo }, signal);
});
