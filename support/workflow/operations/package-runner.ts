import type { PackageFile } from '../repository/package-file.ts';
import { join } from '../repository/repository.ts';
import { inOrderOfDependencies, packagesNamed, runsDependenciesFirst, tasksBefore } from '../repository/workspace.ts';
import { type Command, shown } from './command.ts';
import { nameMayDeploy } from './deploy-words.ts';
import { anyDeploy, type Reading, type RunScript } from './operation.ts';
import { type PackageCall, packageCall } from './package-call.ts';
import { mayLeadToDeploy } from './reachable-text.ts';
import { scriptOfPackage } from './run-script.ts';

/**
 * A package script that is run: `npm run deploy -w web`, `pnpm --filter web deploy:prod`, `turbo run deploy`, `bun run x`.
 * @returns undefined where the command runs no script; another command where it runs one of an installed package
 */
export function readPackageRunner(command: Command): Reading | { words: readonly string[] } | undefined {
  const call = packageCall(command.words);
  if (!call) return undefined;
  if (call.kind === 'command') return { words: call.words };
  if (call.kind === 'own')
    return {
      kind: 'unread',
      what: `\`${shown(command.words)}\` is ${call.manager}'s own command, and no script`,
      mayBe: [],
    };

  const packages = packagesOf(command, call);
  if (packages === undefined) {
    // A name that no package has as a script is a command of an installed package, wherever it is run.
    const isScript = command.repository.packages.some(({ scripts }) => call.scripts.some((name) => scripts.has(name)));
    if (call.mayBeCommand && !isScript && !command.isRemote) return { words: [...call.scripts, ...call.args] };
    return notFound(command, call, 'is run where its package cannot be read');
  }
  const withScript = packages.filter(({ scripts }) => call.scripts.some((script) => scripts.has(script)));
  if (withScript.length === 0) {
    if (call.mayBeCommand) return { words: [...call.scripts, ...call.args] };
    return notFound(command, call, 'runs no script that a package of the repository has');
  }
  const isOrdered =
    call.manager !== 'turbo' || call.scripts.some((task) => runsDependenciesFirst(command.repository, task));
  const ordered = isOrdered ? inOrderOfDependencies(withScript) : withScript;
  const scripts = ordered.flatMap((file) => call.scripts.flatMap((name) => scriptsOf(command, call, file, name)));
  return { kind: 'scripts', scripts, together: !isOrdered && withScript.length > 1 };
}

function notFound(command: Command, call: PackageCall, why: string): Reading {
  // `npm run gate` of a checked-out Airlock.
  if (call.scripts.includes('gate') && command.folder === undefined)
    return {
      kind: 'operation',
      recognised: { role: 'gate', platform: 'airlock', target: 'nothing', command: shown(command.words), unit: 'gate' },
    };
  // Where its package cannot be told, the script of any package may be meant.
  const mayDeploy = call.scripts.some(
    (script) => nameMayDeploy(script) || mayLeadToDeploy(command.repository, script, undefined),
  );
  const mayBe = mayDeploy ? anyDeploy : [];
  return { kind: 'unread', what: `\`${shown(command.words)}\` ${why}`, mayBe };
}

/** The packages whose script is meant; undefined where nobody can tell in which folder the command runs. */
function packagesOf({ repository, folder, isRemote }: Command, call: PackageCall): PackageFile[] | undefined {
  // A filter names packages of the whole workspace, wherever in it the command is run.
  if (!isRemote && call.filters.length > 0 && !call.filters.some((filter) => filter.includes('$'))) {
    const named = call.filters.flatMap((filter) => packagesNamed(repository, filter));
    if (folder !== undefined || named.length > 0) return named;
  }
  if (folder === undefined || isRemote || call.folder?.includes('$')) return undefined;
  const at = join(folder, call.folder ?? '');
  if (call.everywhere) return repository.packages;
  const own = repository.packageAbove(at);
  return own ? [own] : [];
}

/** A script with its `pre` and `post`, and with what turbo runs before it. */
function scriptsOf(command: Command, call: PackageCall, file: PackageFile, name: string): RunScript[] {
  const before = call.manager === 'turbo' ? tasksBefore(command.repository, name) : [`pre${name}`];
  const after = call.manager === 'turbo' ? [] : [`post${name}`];
  const args = shown(call.args);
  return [...before, name, ...after].flatMap((each) => {
    const script = file.scripts.get(each);
    return script ? [scriptOfPackage(script, each === name ? args : '', file.folder, command)] : [];
  });
}
