/** `npm run sync-env -- --mode local`: writes the table to local files; `--mode deploy-prod`: plans and applies it to the platforms. */
import { complain, runTool } from './run-tool.ts';
import { syncDeployCommand } from './sync-deploy-command.ts';
import { syncLocalCommand } from './sync-local-command.ts';
import { syncOptions, syncUsage } from './sync-options.ts';

await runTool(syncUsage, async (signal) => {
  const options = syncOptions(process.argv.slice(2));
  const { deployTo } = options;
  if (deployTo === undefined) return syncLocalCommand(options);
  signal.addEventListener('abort', () =>
    complain('Interrupted: the step under way is finished, then everything is read back.'),
  );
  return syncDeployCommand({ ...options, deployTo }, signal);
});
