import { join } from '../repository/repository.ts';
import type { Text } from '../source/workflow.ts';
import { type Command, optionsOf, optionValue, shown } from './command.ts';
import { ordinary, type Reading, type Recognised, type Role, type RunScript } from './operation.ts';
import { scriptIn, scriptOfPackage } from './run-script.ts';
import { netlify, vercelBuild } from './self-deploying.ts';

/** Tools that deploy sites: Vercel, Netlify, GitHub Pages, OpenNext, Surge, Expo. */
export function readSiteTool(command: Command): Reading | undefined {
  const [name = ''] = command.words;
  return readers[name]?.(command);
}

const readers: Readonly<Record<string, (command: Command) => Reading>> = {
  vercel: readVercel,
  vc: readVercel,
  netlify: readNetlify,
  ntl: readNetlify,
  'opennextjs-cloudflare': readOpenNext,
  opennext: readOpenNext,
  'gh-pages': (command) => site(command, 'github-pages'),
  surge: (command) => site(command, 'surge'),
  eas: readExpo,
  'next-on-pages': (command) => build(command),
};

function readVercel(command: Command): Reading {
  const options = optionsOf(command.words.slice(1), [
    '--token',
    '--scope',
    '-t',
    '--cwd',
    '--env',
    '-e',
    '--build-env',
  ]);
  const [first = 'deploy'] = options.operands;
  const at = optionValue(options, '--cwd');
  const own = {
    ...command,
    folder: at === undefined || command.folder === undefined ? command.folder : join(command.folder, at),
  };
  if (first === 'build') return afterBuild(build(command), own, vercelBuild(own.repository, own.folder ?? ''));
  // A rollback ships nothing new.
  if (first === 'promote' || first === 'redeploy') return site(command, 'vercel');
  const isDeploy = first === 'deploy' || first.startsWith('.') || first.includes('$');
  if (!isDeploy || options.options.has('--version') || options.options.has('--help')) return ordinary;
  const isProduction = options.options.has('--prod') || optionValue(options, '--target') === 'production';
  const reading = site(command, 'vercel', isProduction ? 'production' : 'preview');
  if (options.options.has('--prebuilt')) return reading;
  // Vercel builds it on its own machine, with its own variables.
  const text = vercelBuild(own.repository, own.folder ?? '');
  return afterBuild(reading, own, text, { mayHaveMoreVariables: true });
}

/** The build that a platform's own file or the package names comes first. */
function afterBuild(
  reading: Reading & { kind: 'operation' },
  command: Command,
  text: Text | undefined,
  changes: Partial<RunScript> = {},
): Reading {
  return text === undefined || command.folder === undefined || command.machine !== 'runner'
    ? reading
    : { ...reading, before: scriptOfPackage(text, '', command.folder, command, changes) };
}

/** `netlify deploy` builds before it deploys, unless it is told not to or where to find what is built. */
function readNetlify(command: Command): Reading {
  const options = optionsOf(command.words.slice(1), [
    '--dir',
    '-d',
    '--site',
    '-s',
    '--auth',
    '-a',
    '--message',
    '--alias',
  ]);
  const [netlifyBuild] = command.folder === undefined ? [] : netlify(command.repository, command.folder);
  const built = netlifyBuild?.build;
  if (options.operands[0] === 'build') return afterBuild(build(command), command, built);
  if (options.operands[0] !== 'deploy') return ordinary;
  const isProduction =
    options.options.has('--prod') || options.options.has('-p') || options.options.has('--prod-if-unlocked');
  const reading = site(command, 'netlify', isProduction ? 'production' : 'preview');
  const isBuilt = options.options.has('--no-build') || options.options.has('--dir') || options.options.has('-d');
  return isBuilt && !options.options.has('--build') ? reading : afterBuild(reading, command, built);
}

function readOpenNext(command: Command): Reading {
  const [, first] = command.words;
  if (first === 'build') return build(command);
  if (first === 'upload') return site(command, 'cloudflare-workers', 'preview');
  return first === 'deploy' ? site(command, 'cloudflare-workers') : ordinary;
}

/** `eas update` reaches the phones of users at once; a build or a submission waits for a store. */
function readExpo(command: Command): Reading {
  const [, first] = command.words;
  if (first === 'update') return site(command, 'expo');
  return first === 'build' || first === 'submit' ? build(command) : ordinary;
}

function site(
  command: Command,
  platform: string,
  target: Recognised['target'] = 'production',
): Reading & { kind: 'operation' } {
  return { kind: 'operation', recognised: recognisedAs('frontend', platform, target, command) };
}

function build(command: Command): Reading & { kind: 'operation' } {
  return { kind: 'operation', recognised: recognisedAs('build', 'site', 'nothing', command) };
}

function recognisedAs(role: Role, platform: string, target: Recognised['target'], command: Command): Recognised {
  return { role, platform, target, command: shown(command.words), unit: command.folder ?? '' };
}

/** Commands that build a front end: `next build`, `vite build`. */
const builders = new Set([
  'next',
  'vite',
  'astro',
  'nuxt',
  'nuxi',
  'remix',
  'react-router',
  'expo',
  'svelte-kit',
  'gatsby',
  'ng',
]);

export function readBuild(command: Command): Reading | undefined {
  const [name = '', first] = command.words;
  if (builders.has(name) && (first === 'build' || first === 'export' || first === 'generate')) return build(command);
  return name === 'react-scripts' && first === 'build' ? build(command) : undefined;
}

/** `concurrently "npm:a" "npm run b"` and `run-p a b` start several scripts beside each other. */
export function readConcurrent(command: Command): Reading | undefined {
  const [name = '', ...rest] = command.words;
  if (name === 'concurrently') {
    const { operands } = optionsOf(rest, [
      '--names',
      '-n',
      '--prefix',
      '-p',
      '--prefix-colors',
      '-c',
      '--success',
      '-s',
    ]);
    const scripts = operands.map((text) => scriptIn(command, text.replace(/^(npm|pnpm|yarn|bun):/, '$1 run ')));
    return { kind: 'scripts', scripts, together: true };
  }
  if (!['run-s', 'run-p', 'npm-run-all', 'npm-run-all2'].includes(name)) return undefined;
  const { operands, options } = optionsOf(rest, []);
  const scripts = operands.map((script) => scriptIn(command, `npm run ${script}`));
  return { kind: 'scripts', scripts, together: name === 'run-p' || options.has('--parallel') || options.has('-p') };
}
