import { join } from '../repository/repository.ts';
import { wranglerConfig } from '../repository/wrangler-config.ts';
import { type Command, isPreviewBranch, type Options, optionsOf, optionValue, shown } from './command.ts';
import { ordinary, type Problem, type Reading, type Recognised } from './operation.ts';
import { scriptIn } from './run-script.ts';

/** Options of wrangler that take a value, as far as the next word would be taken for an operand without them (4.116). */
const withValue = [
  '--config',
  '--cwd',
  '--env',
  '--env-file',
  '--name',
  '--tag',
  '--message',
  '--outdir',
  '--outfile',
  '--compatibility-date',
  '--compatibility-flags',
  '--assets',
  '--var',
  '--define',
  '--alias',
  '--tsconfig',
  '--route',
  '--routes',
  '--domain',
  '--project-name',
  '--branch',
  '--commit-hash',
  '--commit-message',
  '--version-id',
  '--percentage',
  '--preview-alias',
  '--secrets-file',
];

/** What wrangler is asked to do: `deploy`, `versions upload`, `versions deploy`, `pages deploy`, `secret put`. */
export function readWrangler(command: Command): Reading {
  const options = optionsOf(command.words.slice(1), withValue, { '-c': '--config', '-e': '--env', '-y': '--yes' });
  const [first, second, third] = options.operands;
  const cwd = optionValue(options, '--cwd');
  const folder = cwd === undefined || command.folder === undefined ? command.folder : join(command.folder, cwd);
  const at = { ...command, folder };

  if (first === 'pages' && (second === 'deploy' || second === 'publish'))
    return operation({
      ...pagesDeploy(at, options),
      ...(second === 'publish' && { problems: [removed('pages publish')] }),
    });
  if (first === 'deploy') return afterBuild(at, options, operation(workerDeploy(at, options, second)));
  if (first === 'publish') return operation({ ...workerDeploy(at, options, second), problems: [removed('publish')] });
  if (first === 'versions' && second === 'deploy') return operation(workerDeploy(at, options, undefined));
  if (first === 'versions' && second === 'upload')
    return afterBuild(at, options, operation({ ...workerDeploy(at, options, undefined), target: 'preview' }));
  if (first === 'secret' || (first === 'versions' && second === 'secret') || (first === 'pages' && second === 'secret'))
    return operation({ ...workerDeploy(at, options, undefined), role: 'settings' });
  if (first === 'd1' && second === 'migrations' && third === 'apply' && options.options.has('--remote'))
    return operation({ ...workerDeploy(at, options, undefined), role: 'migration' });
  return ordinary;
}

function operation(recognised: Recognised): Reading & { kind: 'operation' } {
  return { kind: 'operation', recognised };
}

/** wrangler runs `build.command` of its configuration first. */
function afterBuild(command: Command, options: Options, reading: Reading & { kind: 'operation' }): Reading {
  const config = wranglerConfig(command.repository, command.folder ?? '', optionValue(options, '--config'));
  const build = config?.buildCommand;
  return build === undefined ? reading : { ...reading, before: scriptIn(command, build) };
}

/**
 * `pages deploy` goes to production where its branch is the project's production branch: the one that `--branch` names,
 * else the one that is checked out.
 */
function pagesDeploy(command: Command, options: Options): Recognised {
  const isPreview = isPreviewBranch(optionValue(options, '--branch'), command);
  return {
    role: 'frontend',
    platform: 'cloudflare-pages',
    target: isPreview ? 'preview' : 'production',
    command: shown(command.words),
    unit: optionValue(options, '--project-name') ?? command.folder ?? '',
    key: command.nameOf('CLOUDFLARE_API_TOKEN'),
  };
}

/** A Worker, or a site that is served by one: its configuration says which. */
function workerDeploy(command: Command, options: Options, directory: string | undefined): Recognised {
  const config = wranglerConfig(command.repository, command.folder ?? '', optionValue(options, '--config'));
  const isSite = config?.isSite === true || options.options.has('--assets') || (!config && isFolderOfAssets(directory));
  const environment = optionValue(options, '--env');
  return {
    role: isSite ? 'frontend' : 'worker',
    platform: 'cloudflare-workers',
    target: options.options.has('--dry-run') ? 'nothing' : 'production',
    command: shown(command.words),
    unit: optionValue(options, '--name') ?? config?.file ?? command.folder ?? '',
    configFile: config?.file,
    stage: environment,
    key: command.nameOf('CLOUDFLARE_API_TOKEN'),
  };
}

function isFolderOfAssets(directory: string | undefined): boolean {
  return directory !== undefined && !/\.[cm]?[jt]s$/.test(directory);
}

function removed(name: string): Problem {
  const current = name.replace('publish', 'deploy');
  return {
    what: `\`wrangler ${name}\` is no longer a command`,
    expected: `\`wrangler ${current}\``,
    received: `\`wrangler ${name}\`, which wrangler 4 refuses`,
    remedy: `Write \`wrangler ${current}\`.`,
  };
}
