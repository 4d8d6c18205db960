/** `npm run pack`: builds the package that a team installs. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { text } from '../../command/option.ts';
import { say } from '../../command/print.ts';
import { StopError } from '../../command/stop-error.ts';
import { keepDeclarations } from './declarations.ts';
import { packageManifest, type RepositoryManifest } from './manifest.ts';
import { vendored, vendorPackages } from './vendor.ts';

const root = path.join(import.meta.dirname, '../../..');
const tree = path.join(root, '.cache/package');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as RepositoryManifest;
/** The file's name, as npm gives it. */
const tarball = () => `${manifest.name}-${manifest.version}.tgz`;

await command({
  name: 'pack',
  usage: {
    does: 'Builds the package that a team installs (JavaScript, declarations, source maps), and packs it into one file.',
    exits: { 0: 'packed', 3: 'it could not be built' },
    example: '--to .',
  },
  options: {
    to: text({ value: 'FOLDER', help: 'where the package is written', fallback: 'the working directory' }),
  },
  async run({ to: named }, { variables }) {
    // `npm pack` packs the sources, and then runs this: the file that it wrote is replaced by the built package.
    const to = named ?? (variables.npm_config_pack_destination || '.');
    if (variables.npm_lifecycle_event === 'postpack') rmSync(path.resolve(to, tarball()), { force: true });
    rmSync(tree, { recursive: true, force: true });
    run('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.package.json']);
    const shipped = packageManifest(manifest, vendored);
    const entries = Object.values(manifest.exports).map((file) => file.replace(/\.ts$/, ''));
    refuseAbsent(keepDeclarations(tree, entries), shipped.dependencies as Record<string, string>);
    await vendorPackages(tree, path.join(root, 'node_modules'));
    pointMapsBeside(tree);
    callByName(tree, Object.keys(shipped.scripts as object));
    for (const file of ['bin', 'LICENSE', 'README.md', 'CHANGELOG.md', 'support/node'])
      cpSync(path.join(root, file), path.join(tree, file), { recursive: true });
    writeFileSync(path.join(tree, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);

    const packed = spawnSync('npm', ['pack', '--json', '--pack-destination', path.resolve(to)], {
      cwd: tree,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (packed.status !== 0) throw new StopError(exitCodes.notVerified, `npm could not pack it: ${packed.stderr}`);
    const file = path.resolve(to, tarball());
    say(`${path.relative(process.cwd(), file)} · ${(statSync(file).size / 1_000_000).toFixed(1)} MB`);
    return exitCodes.done;
  },
});

function run(file: string, args: readonly string[]): void {
  const { status, stdout } = spawnSync(process.execPath, [path.join(root, file), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new StopError(exitCodes.notVerified, `the package cannot be built:\n${stdout}`);
}

/**
 * In messages, tools and runs are called as they are where Airlock is a package: `npx airlock gate`, and not `npm run gate --`; `npx airlock
 * run prod`, which finds Airlock whatever the configs of the team's own runners are.
 */
function callByName(folder: string, tools: readonly string[]): void {
  const calls = new RegExp(`npm run (${tools.join('|')})\\b(?: --)?`, 'g');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.js'))
      rewrite(path.join(folder, name), (text) =>
        text
          .replaceAll(calls, 'npx airlock $1')
          .replaceAll('npx vitest run --project isolation', 'npx airlock isolation')
          .replaceAll('npx vitest run --project ', 'npx airlock run ')
          .replaceAll('npx playwright test --project ', 'npx airlock smoke '),
      );
}

function rewrite(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  if (changed !== text) writeFileSync(file, changed);
}

/** Sources are not shipped; a source map names each as if it were beside its module: a stack trace then has the lines of the source. */
function pointMapsBeside(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.js.map')) continue;
    const file = path.join(folder, name);
    const map = JSON.parse(readFileSync(file, 'utf8')) as { sources: string[] };
    writeFileSync(file, JSON.stringify({ ...map, sources: map.sources.map((source) => path.posix.basename(source)) }));
  }
}

/** Types of a package that is not installed with Airlock would all be `any`, and no mistake of a consumer would be found. */
function refuseAbsent(packages: ReadonlySet<string>, dependencies: Readonly<Record<string, string>>): void {
  const absent = [...packages].filter((name) => !Object.hasOwn(dependencies, name));
  if (absent.length > 0)
    throw new StopError(
      exitCodes.notVerified,
      `the declarations use types of ${absent.join(', ')}, which the package does not depend on`,
    );
}
