import { join } from '../repository/repository.ts';
import { YamlFile } from '../source/yaml-file.ts';
import { type Command, optionsOf, optionValue, shown } from './command.ts';
import { ordinary, type Reading, type Recognised } from './operation.ts';

/** docker and compose: `build`, `push`, `run`, `service update`, `compose up`, `stack deploy`. */
export function readDocker(command: Command): Reading {
  const [name = '', ...words] = command.words;
  const rest = name.endsWith('-compose') ? ['compose', ...words] : words;
  const [first, ...after] = rest;
  if (first === 'compose') return readCompose(command, after);
  if (first === 'stack' && after[0] === 'deploy') return readCompose(command, ['up', ...after.slice(1)]);
  if (first === 'buildx' && after[0] === 'build') return readImageBuild(command, after.slice(1));
  if (first === 'build') return readImageBuild(command, after);
  if (first === 'push' || (first === 'image' && after[0] === 'push'))
    return image(
      command,
      after.filter((word) => !word.startsWith('-') && word !== 'push'),
    );
  if (first === 'run') return readRun(command, after);
  if (first === 'service' && (after[0] === 'update' || after[0] === 'create')) {
    const options = optionsOf(after.slice(1), ['--image']);
    const named = optionValue(options, '--image');
    return containers(command, named === undefined ? [] : [named], options.operands.at(-1) ?? '');
  }
  return ordinary;
}

/** Options of `docker run` that take a value, as far as people use them. */
const runOptions = [
  '-p',
  '--publish',
  '-e',
  '--env',
  '--env-file',
  '-v',
  '--volume',
  '--name',
  '--network',
  '--restart',
  '-w',
  '-u',
  '--label',
  '-l',
  '--mount',
  '--memory',
  '--entrypoint',
];

/** Only a container that goes on running is a deployment: `docker run --rm` runs a tool. */
function readRun(command: Command, words: readonly string[]): Reading {
  const options = optionsOf(words, runOptions, { '--detach': '-d' });
  const isDetached = [...options.options.keys()].some((name) => /^-\w*d/.test(name) && !name.startsWith('--'));
  const [named] = options.operands;
  return isDetached && named !== undefined
    ? containers(command, [named], optionValue(options, '--name') ?? named)
    : ordinary;
}

function readImageBuild(command: Command, words: readonly string[]): Reading {
  const options = optionsOf(
    words,
    ['-t', '-f', '--file', '--build-arg', '--platform', '--target', '--cache-from', '--cache-to', '--output'],
    { '--tag': '-t' },
  );
  // A repeated `-t` keeps the last value only, so every one is looked for.
  const tags = words.flatMap((word, index) => (word === '-t' || word === '--tag' ? (words[index + 1] ?? []) : []));
  const together = words.flatMap((word) => /^(?:-t|--tag)=(.+)$/.exec(word)?.[1] ?? []);
  if (options.options.has('--push')) return image(command, [...tags, ...together]);
  return operation(command, 'build', 'nothing', [...tags, ...together], command.folder ?? '');
}

function readCompose(command: Command, words: readonly string[]): Reading {
  const options = optionsOf(words, ['-f', '-p', '--env-file', '--project-directory', '--profile'], {
    '--file': '-f',
    '--project-name': '-p',
    '-c': '-f',
    '--compose-file': '-f',
  });
  const [verb] = options.operands;
  const file = optionValue(options, '-f');
  const images = composeImages(command, file);
  if (verb === 'push') return image(command, images);
  return verb === 'up' ? containers(command, images, file ?? command.folder ?? '') : ordinary;
}

const composeFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** The images that a compose file names and does not build; empty where the file is not in the repository. */
function composeImages({ repository, folder }: Command, named: string | undefined): string[] {
  const candidates = (named === undefined ? composeFiles : [named]).map((file) => join(folder ?? '', file));
  const file = candidates.find((each) => repository.read(each) !== undefined);
  if (file === undefined) return [];
  const services = new YamlFile(file, repository.read(file) ?? '').root.at('services');
  return services.entries.flatMap(({ value }) =>
    value.at('build').isThere ? [] : (value.at('image').text?.text ?? []),
  );
}

function image(command: Command, images: readonly string[]): Reading {
  return operation(command, 'image', 'nothing', images, images[0] ?? '');
}

function containers(command: Command, images: readonly string[], unit: string): Reading {
  return operation(command, 'container', 'production', images, unit);
}

function operation(
  command: Command,
  role: Recognised['role'],
  target: Recognised['target'],
  images: readonly string[],
  unit: string,
): Reading {
  return {
    kind: 'operation',
    recognised: { role, platform: 'docker', target, command: shown(command.words), unit, images },
  };
}
