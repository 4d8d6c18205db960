#!/usr/bin/env node
// `airlock NAME …`. It is started by whatever Node there is (20 or newer), so it is plain JavaScript, and hands on to Node 26.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const { resolve } = createRequire(import.meta.url);
/** In the package modules are built; in a clone Node strips their types. */
const ending = existsSync(path.join(root, 'support/package/vitest.js')) ? 'js' : 'ts';

/** The exit codes of sysexits.h and of Airlock: the command is wrong, the machine lacks something. */
const configuration = 78;
const neededNode = 26;

/** The tools, by name: the npm scripts that start a module of `support`. */
const tools = new Map(
  Object.entries(manifest.scripts).flatMap(([name, line]) => {
    const [, file] = /^node (support\/\S+\.[jt]s)$/.exec(line) ?? [];
    return file === undefined ? [] : [[name, file]];
  }),
);
/** Shorter names of tools. */
const aliases = { sync: 'sync-env' };
/** What works on Airlock itself and needs its sources. */
const ofClone = manifest.airlock?.ofClone ?? [];

/** The runners, under the names of what they run. */
const runs = {
  run: {
    does: 'Runs the checks of one environment: `npx vitest run --project ENVIRONMENT`.',
    usage: 'airlock run ENVIRONMENT [--quiet] [--verbose] [options of vitest]',
    example: 'airlock run prod',
    command: ([environment, ...options]) => [...vitest(), '--project', environment, ...options],
  },
  smoke: {
    does: 'Runs the smoke tests of one environment in a real browser: `npx playwright test --project ENVIRONMENT`.',
    usage: 'airlock smoke ENVIRONMENT [--quiet] [--verbose] [options of Playwright]',
    example: 'airlock smoke prod',
    command: ([environment, ...options]) => [
      resolve('@playwright/test/cli'),
      'test',
      '--config',
      path.join(root, `support/package/playwright.${ending}`),
      `--project=${environment}`,
      ...options,
    ],
  },
  isolation: {
    does: 'Audits whether any environment can reach another: `npx vitest run --project isolation`.',
    usage: 'airlock isolation [--quiet] [--verbose] [options of vitest]',
    example: 'airlock isolation',
    command: (options) => [...vitest(), '--project', 'isolation', ...options],
  },
};

/** What starts a runner: it knows one that refuses its command line from one in which a check failed. */
const runner = path.join(root, `support/package/runner.${ending}`);

/** Options of a run that neither runner knows, and the variables that stand for them. */
const switches = { '--quiet': 'AIRLOCK_QUIET', '--verbose': 'AIRLOCK_VERBOSE' };

function vitest() {
  const program = path.join(path.dirname(resolve('vitest/package.json')), 'vitest.mjs');
  return [program, 'run', '--config', path.join(root, `support/package/vitest.${ending}`)];
}

const [name, ...rest] = process.argv.slice(2);
main();

function main() {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help')
    return print(usage(), name === undefined ? configuration : 0);
  // How a runner's config goes on where an older Node has started it (support/package/enter-node.ts).
  if (name === '--own-node') return startWithOwnNode(rest);
  if (name === '--version' || name === '-v') return print(manifest.version, 0);
  if (ofClone.includes(name) && !tools.has(name))
    return fail(
      name === 'twin'
        ? 'The twin comes with a clone of Airlock, and not with the package: `git clone` it, then `npm ci` and `npm run twin`.'
        : `\`${name}\` works on Airlock's own sources: it comes with a clone, as \`npm run ${name}\`.`,
    );

  const run = Object.hasOwn(runs, name) ? runs[name] : undefined;
  const tool = tools.get(aliases[name] ?? name);
  if (run === undefined && tool === undefined)
    return fail(`\`airlock ${name}\` is not a command.\n  → ${[...Object.keys(runs), ...toolNames()].join(', ')}`);
  if (run !== undefined && rest.some((word) => word === '--help' || word === '-h'))
    return print(`${run.does}\n\nUsage: ${run.usage}\n\nExample: ${run.example}`, 0);
  if (run !== undefined && name !== 'isolation' && (rest[0] === undefined || rest[0].startsWith('-')))
    return fail(`\`airlock ${name}\` names no environment.\n  → ${run.usage}, as in \`${run.example}\``);

  startWithOwnNode(run ? [runner, ...run.command(withoutSwitches(rest))] : [path.join(root, tool), ...rest]);
}

function withoutSwitches(words) {
  for (const word of words) if (Object.hasOwn(switches, word)) process.env[switches[word]] = '1';
  return words.filter((word) => !Object.hasOwn(switches, word));
}

function startWithOwnNode(args) {
  const node = suitableNode();
  if (node === undefined)
    return fail(
      `Airlock needs Node ${neededNode}, and this is ${process.version}: the Node that comes with Airlock is not installed.\n  → Install it without \`--omit=optional\`, or use Node ${neededNode}.`,
    );
  start(node, args);
}

/** This Node, or the one that is installed beside Airlock for this machine: Yarn installs those of other machines too. */
function suitableNode() {
  if (Number(process.versions.node.split('.')[0]) >= neededNode) return process.execPath;
  const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  for (const each of Object.keys(manifest.optionalDependencies ?? {})) {
    try {
      const of = resolve(`${each}/package.json`);
      const { os = [], cpu = [] } = JSON.parse(readFileSync(of, 'utf8'));
      const file = path.join(path.dirname(of), program);
      if ([os].flat().includes(process.platform) && [cpu].flat().includes(process.arch) && existsSync(file))
        return file;
    } catch {
      // It is not installed.
    }
  }
  return undefined;
}

function start(node, args) {
  // What runs is started by the same Node, also where it is called by name.
  const PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`;
  const variables = { ...process.env, PATH, AIRLOCK_CALLED_AS: 'airlock' };
  const child = spawn(node, args, { stdio: 'inherit', env: variables });
  child.once('error', (error) => fail(`${node} cannot be started: ${error.message}`));
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
  // The child has them too, from the terminal, and decides what they mean.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
}

function usage() {
  const lines = Object.values(runs).map(({ usage: line, does }) => `  ${line}\n      ${does}`);
  return `Airlock ${manifest.version}\n\n${lines.join('\n')}\n\nTools, each with --help:\n  ${toolNames().join(', ')}`;
}

function toolNames() {
  const short = Object.fromEntries(Object.entries(aliases).map(([alias, tool]) => [tool, alias]));
  return [...tools.keys()].filter((each) => !ofClone.includes(each)).map((each) => short[each] ?? each);
}

function print(text, exitCode) {
  (exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  process.exitCode = exitCode;
}

function fail(text) {
  print(text, configuration);
}
