import { convexBackendIn, convexBackends } from '../repository/backends.ts';
import { type Command, type Options, optionsOf, optionValue, shown } from './command.ts';
import { ordinary, type Problem, type Reading, type Recognised } from './operation.ts';
import { scriptIn } from './run-script.ts';

/** Options of `convex deploy` that take a value (convex 1.48.0, its own `--help` and the hidden ones of its source). */
const withValue = [
  '--typecheck',
  '--codegen',
  '--cmd',
  '--cmd-url-env-var-name',
  '--preview-run',
  '--preview-name',
  '--preview-create',
  '--check-build-environment',
  '--admin-key',
  '--url',
  '--env-file',
  '--message',
  '--debug-bundle-path',
  '--write-push-request',
];
const withoutValue = [
  '--verbose',
  '--dry-run',
  '--yes',
  '--typecheck-components',
  '--debug',
  '--live-component-sources',
  '--push-all-modules',
  '--skip-workos-check',
  '--skip-large-indexes-check',
  '--allow-deleting-large-indexes',
  '--allow-unstaging-schema',
  '--help',
];

/** What the Convex CLI is asked to do: `convex deploy`, `dev --once`, `run`, `env set`, `codegen`. */
export function readConvex(command: Command): Reading {
  const [, subcommand, ...rest] = command.words;
  if (subcommand === 'deploy') return readDeploy(command, rest);
  const base = { platform: 'convex', target: 'production', command: shown(command.words) } as const;
  const unit = command.folder ?? '';
  if (subcommand === 'dev' && (rest.includes('--once') || rest.includes('--until-success')))
    return { kind: 'operation', recognised: { ...base, ...readDev(command, rest), unit } };
  if (subcommand === 'run') return { kind: 'operation', recognised: { ...base, role: 'migration', unit } };
  if (subcommand === 'env' && (rest[0] === 'set' || rest[0] === 'remove'))
    return { kind: 'operation', recognised: { ...base, role: 'settings', unit } };
  if (subcommand === 'codegen' || subcommand === 'function-spec')
    return {
      kind: 'operation',
      recognised: { ...base, role: 'build', unit, asksBackend: keyReaches(command) === 'set', target: 'nothing' },
    };
  return ordinary;
}

/** A push to a development deployment; without an account, or with `--local`, to one on the runner itself. */
function readDev(
  command: Command,
  words: readonly string[],
): Pick<Recognised, 'role' | 'target' | 'isDevelopment' | 'problems' | 'key'> {
  const isLocal = command.reach('CONVEX_AGENT_MODE') === 'set' || words.includes('--local');
  const dev = { role: 'backend', isDevelopment: true, key: keyName(command) } as const;
  if (isLocal) return { ...dev, target: 'nothing' };
  return { ...dev, target: /preview/i.test(dev.key ?? '') ? 'preview' : 'production', problems: [devIsNoDeploy] };
}

function readDeploy(command: Command, words: readonly string[]): Reading {
  const options = optionsOf(words, withValue, { '-v': '--verbose', '-y': '--yes', '-h': '--help' });
  const cmd = optionValue(options, '--cmd');
  const before = cmd === undefined ? undefined : scriptIn(command, cmd);
  return {
    kind: 'operation',
    recognised: {
      role: 'backend',
      platform: 'convex',
      target: targetOf(command, options),
      command: shown(command.words),
      unit: command.folder ?? '',
      problems: [...optionProblems(options), ...folderProblems(command), ...keyProblems(command, options)],
      key: keyName(command),
    },
    ...(before && { before }),
  };
}

function targetOf(command: Command, { options }: Options): 'production' | 'preview' | 'nothing' {
  if (options.has('--dry-run') || options.has('--help')) return 'nothing';
  const isPreview = options.has('--preview-create') || options.has('--preview-name');
  return isPreview || /preview/i.test(keyName(command) ?? '') ? 'preview' : 'production';
}

function keyName({ nameOf }: Command): string | undefined {
  return nameOf('CONVEX_DEPLOY_KEY') ?? nameOf('CONVEX_SELF_HOSTED_ADMIN_KEY');
}

const devIsNoDeploy: Problem = {
  what: 'the backend is pushed with `convex dev --once`',
  expected: '`convex deploy`, which deploys to production',
  received: '`convex dev --once`, which is for development deployments',
  remedy: 'Write `npx convex deploy --yes` in its place.',
};

function optionProblems(options: Options): Problem[] {
  const isKnown = (name: string) => withValue.includes(name) || withoutValue.includes(name);
  const unknown = [...options.options.keys()].filter((name) => !isKnown(name) && !name.includes('$'));
  const problems = unknown.map((name) => ({
    what: '`convex deploy` has an option that it does not know',
    expected: 'options of `convex deploy`',
    received: `${name}: the command ends with an error before it deploys`,
    remedy: name === '--prod' ? 'Leave `--prod` out: `convex deploy` deploys to production.' : `Leave \`${name}\` out.`,
  }));
  const useless = options.options.has('--cmd-url-env-var-name') && !options.options.has('--cmd');
  if (useless)
    problems.push({
      what: '`--cmd-url-env-var-name` has no effect without `--cmd`',
      expected: '`--cmd` with the command that builds the front end',
      received: '`--cmd-url-env-var-name` alone',
      remedy: 'Add `--cmd` with the build, or leave the option out.',
    });
  if (options.operands.length > 0 && !options.operands.some((word) => word.includes('$')))
    problems.push({
      what: '`convex deploy` takes no arguments',
      expected: 'options only',
      received: `${options.operands.join(' ')}: the command ends with an error before it deploys`,
      remedy: `Leave \`${options.operands.join(' ')}\` out.`,
    });
  return problems;
}

/** The incident's own: `apps/convex/apps/convex`, where there is neither a package nor functions. */
function folderProblems({ folder, machine, repository }: Command): Problem[] {
  if (folder === undefined || machine !== 'runner' || convexBackendIn(repository, folder)) return [];
  const backends = convexBackends(repository).map((backend) => backend.folder || '.');
  // Without a single backend in the repository, there is nothing to compare with: it may be checked out from elsewhere.
  if (backends.length === 0) return [];
  return [
    {
      what: '`convex deploy` is run in a folder without a Convex backend',
      expected: `one of ${backends.join(', ')}`,
      received: repository.has(folder) ? folder || '.' : `${folder}, which does not exist in the repository`,
      remedy: `Run it in ${backends[0]}: \`working-directory: ${backends[0]}\`, without a \`cd\` besides.`,
    },
  ];
}

/** The CLI asks only where the configured deployment differs from the target, and without a key there is nobody to ask. */
function keyProblems(command: Command, { options }: Options): Problem[] {
  const isNamed = options.has('--admin-key') || options.has('--env-file');
  if (isNamed || options.has('--dry-run') || keyReaches(command) !== 'absent') return [];
  return [
    {
      what: 'no deploy key reaches `convex deploy`',
      expected:
        'CONVEX_DEPLOY_KEY, or CONVEX_SELF_HOSTED_URL and CONVEX_SELF_HOSTED_ADMIN_KEY, in the environment of the step',
      received: options.has('--yes')
        ? 'none of them'
        : 'none of them, and no `--yes`: it asks, has nobody to ask, and ends with 1',
      remedy: `Add to the step: \`env: { CONVEX_DEPLOY_KEY: $\{{ secrets.CONVEX_DEPLOY_KEY }} }\`.`,
    },
  ];
}

function keyReaches({ reach, machine }: Command): 'set' | 'absent' | 'unknown' {
  if (machine !== 'runner') return 'unknown';
  const key = [reach('CONVEX_DEPLOY_KEY'), reach('CONVEX_DEPLOYMENT_TOKEN')];
  const selfHosted = [reach('CONVEX_SELF_HOSTED_URL'), reach('CONVEX_SELF_HOSTED_ADMIN_KEY')];
  if (key.includes('set') || selfHosted.every((each) => each === 'set')) return 'set';
  return [...key, ...selfHosted].includes('unknown') ? 'unknown' : 'absent';
}
