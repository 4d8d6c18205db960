import { type Command, optionsOf, optionValue, shown } from './command.ts';
import { ordinary, type Reading, type Recognised, type Role } from './operation.ts';
import { scriptIn } from './run-script.ts';

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
  if (first === 'build') return build(command);
  // A rollback ships nothing new.
  if (first === 'promote' || first === 'redeploy') return site(command, 'vercel');
  const isDeploy = first === 'deploy' || first.startsWith('.') || first.includes('$');
  if (!isDeploy || options.options.has('--version') || options.options.has('--help')) return ordinary;
  const isProduction = options.options.has('--prod') || optionValue(options, '--target') === 'production';
  return site(command, 'vercel', isProduction ? 'production' : 'preview');
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
  if (options.operands[0] === 'build') return build(command);
  if (options.operands[0] !== 'deploy') return ordinary;
  const isProduction =
    options.options.has('--prod') || options.options.has('-p') || options.options.has('--prod-if-unlocked');
  return site(command, 'netlify', isProduction ? 'production' : 'preview');
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

function site(command: Command, platform: string, target: Recognised['target'] = 'production'): Reading {
  return { kind: 'operation', recognised: recognisedAs('frontend', platform, target, command) };
}

function build(command: Command): Reading {
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
