/** What a Dockerfile's last stage, or the named one, is made of. */
export interface Dockerfile {
  /** The image at the bottom of its stages: `node:22-slim`; undefined for `scratch`, or where an argument leaves it open. */
  base: string | undefined;
  /** Where it copies files to, as absolute paths, with what is copied: `source` is of the folder that is built, and no stage's. */
  copies: readonly Copied[];
  /** Commands that it runs while it is built. */
  runs: readonly string[];
  entrypoint: readonly string[] | undefined;
  command: readonly string[] | undefined;
  hasHealthcheck: boolean;
  /** As a compose file writes it: `CMD` and words, or `CMD-SHELL` and one text; undefined where it has none. */
  healthcheck: readonly string[] | undefined;
  /** What `ENV` gives every container; undefined where the value is not known here. */
  variables: ReadonlyMap<string, string | undefined>;
  /** Every `ARG` of the file, of whichever stage. */
  arguments: readonly string[];
}

export interface Copied {
  source: readonly string[];
  /** The last parts of what is copied, of a stage or another image too. */
  names: readonly string[];
  target: string;
}

export interface DockerfileOptions {
  /** The stage that is built; the last one, where left out. */
  target?: string | undefined;
  /** What the build gives for its `ARG`s; undefined where the value is not known. */
  args?: ReadonlyMap<string, string | undefined>;
}

type Values = ReadonlyMap<string, string | undefined>;

interface Instruction {
  keyword: string;
  rest: string;
}

interface Stage {
  name: string;
  from: string;
  instructions: Instruction[];
}

/**
 * Reads a Dockerfile. Source: Docker, "Dockerfile reference": line continuation, comments, `ARG` before `FROM`, stages.
 * @returns undefined where it has no such stage
 */
export function readDockerfile(
  text: string,
  { target, args = new Map() }: DockerfileOptions = {},
): Dockerfile | undefined {
  const instructions = instructionsOf(text);
  const { stages, defaults } = stagesOf(instructions, args);
  const last = target === undefined ? stages.at(-1) : stages.find(({ name }) => name === target.toLowerCase());
  if (!last) return undefined;

  const chain = [last];
  for (let up = stageBelow(stages, last); up && !chain.includes(up); up = stageBelow(stages, up)) chain.unshift(up);
  const all = chain.flatMap(({ instructions }) => instructions);
  const from = chain[0]?.from ?? '';
  const found: Dockerfile & { copies: Copied[]; runs: string[] } = {
    base: from === 'scratch' || from.includes('$') ? undefined : from,
    copies: [],
    runs: [],
    entrypoint: undefined,
    command: undefined,
    hasHealthcheck: false,
    healthcheck: undefined,
    variables: variablesOf(chain, defaults, args),
    arguments: instructions
      .filter(({ keyword }) => keyword === 'ARG')
      .flatMap(({ rest }) => pairsOf(rest)[0]?.name ?? []),
  };
  let folder = '/';
  for (const { keyword, rest } of all) {
    if (keyword === 'WORKDIR') folder = join(folder, rest);
    if (keyword === 'RUN') found.runs.push(rest);
    if (keyword === 'COPY' || keyword === 'ADD') found.copies.push(...copyOf(rest, folder));
    if (keyword === 'ENTRYPOINT') found.entrypoint = wordsOf(rest);
    if (keyword === 'CMD') found.command = wordsOf(rest);
    if (keyword === 'HEALTHCHECK') {
      found.healthcheck = healthcheckOf(rest);
      found.hasHealthcheck = found.healthcheck !== undefined;
    }
  }
  return found;
}

function instructionsOf(text: string): Instruction[] {
  const joined = text
    .split(/\r?\n/)
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\[ \t]*\n/g, ' ');
  return joined.split('\n').flatMap((line) => {
    const [, keyword, rest = ''] = /^\s*([A-Za-z]+)\s+(.*?)\s*$/.exec(line) ?? [];
    return keyword === undefined ? [] : [{ keyword: keyword.toUpperCase(), rest }];
  });
}

function stagesOf(instructions: readonly Instruction[], args: Values): { stages: Stage[]; defaults: Values } {
  const defaults = new Map<string, string | undefined>();
  const stages: Stage[] = [];
  for (const each of instructions) {
    const stage = stages.at(-1);
    if (each.keyword === 'FROM') {
      const [, image = '', name] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(each.rest) ?? [];
      const from = image.replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (whole, arg: string, other?: string) => {
        return defaults.get(arg) ?? other ?? whole;
      });
      stages.push({ name: (name ?? String(stages.length)).toLowerCase(), from, instructions: [] });
    } else if (stage) stage.instructions.push(each);
    else if (each.keyword === 'ARG')
      for (const { name, value } of pairsOf(each.rest)) {
        if (args.has(name)) defaults.set(name, args.get(name));
        else if (value !== undefined) defaults.set(name, withoutQuotes(value));
      }
  }
  return { stages, defaults };
}

/** `A=1 B="x y"`, and the old form of `ENV` with one name: `A x y`. Values keep their quotes. */
export function pairsOf(rest: string): { name: string; value: string | undefined }[] {
  const old = /^(\w+)\s+([^\s=].*)$/.exec(rest);
  if (old) return [{ name: old[1] ?? '', value: old[2] }];
  const pairs = rest.matchAll(/(?:^|\s)(\w+)(?:=("(?:[^"\\]|\\.)*"|'[^']*'|\S*))?/g);
  return [...pairs].map(([, name = '', value]) => ({ name, value }));
}

export function withoutQuotes(value: string): string {
  return value.replace(/^(["'])(.*)\1$/s, '$2');
}

/** An `ARG` counts in its own stage, an `ENV` in those that are built on it as well, and before an `ARG`. */
function variablesOf(chain: readonly Stage[], defaults: Values, given: Values): Values {
  const variables = new Map<string, string | undefined>();
  for (const { instructions } of chain) {
    const args = new Map<string, string | undefined>();
    const known = (name: string) => (variables.has(name) ? variables : args);
    for (const { keyword, rest } of instructions)
      for (const { name, value } of keyword === 'ENV' || keyword === 'ARG' ? pairsOf(rest) : []) {
        const expanded = value === undefined ? defaults.get(name) : expand(value, known);
        if (keyword === 'ENV') variables.set(name, expanded);
        else args.set(name, given.has(name) ? given.get(name) : expanded);
      }
  }
  return variables;
}

/** Source: Docker, "Dockerfile reference", "Environment replacement"; undefined where a value is not known. */
function expand(value: string, known: (name: string) => Values): string | undefined {
  if (value.startsWith("'")) return withoutQuotes(value);
  let isKnown = true;
  const text = withoutQuotes(value).replace(
    /\\(.)|\$\{(\w+)(?:(:[-+])([^}]*))?\}|\$(\w+)/g,
    (_, escaped: string | undefined, braced: string | undefined, operator?: string, word = '', bare?: string) => {
      if (escaped !== undefined) return escaped;
      const name = braced ?? bare ?? '';
      const values = known(name);
      const own = values.get(name);
      if (operator === ':+') return values.has(name) && own !== '' ? word : '';
      if (own === undefined && values.has(name)) isKnown = false;
      return operator === ':-' ? own || word : (own ?? '');
    },
  );
  return isKnown ? text : undefined;
}

function stageBelow(stages: readonly Stage[], { from }: Stage): Stage | undefined {
  return stages.find(({ name }) => name === from.toLowerCase());
}

function copyOf(rest: string, folder: string): Copied[] {
  const isFromStage = /^--from=|\s--from=/.test(rest);
  const words = wordsOf(rest.replace(/--\S+\s+/g, '')) ?? [];
  const target = words.at(-1);
  if (target === undefined || words.length < 2) return [];
  const sources = words.slice(0, -1);
  const names = sources.flatMap((source) => source.split('/').at(-1) ?? []);
  return [{ source: isFromStage ? [] : sources, names, target: join(folder, target) }];
}

/** `--interval=5s CMD curl -f localhost`, or words in brackets after CMD. */
function healthcheckOf(rest: string): string[] | undefined {
  const [, command] = /(?:^|\s)CMD\s+(.*)$/is.exec(rest) ?? [];
  if (command === undefined) return undefined;
  return command.startsWith('[') ? ['CMD', ...(wordsOf(command) ?? [])] : ['CMD-SHELL', command];
}

function wordsOf(rest: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(rest);
    if (Array.isArray(parsed)) return parsed.map(String);
  } catch {
    // The shell form: words.
  }
  return rest.split(/\s+/).filter(Boolean);
}

function join(folder: string, path: string): string {
  const whole = path.startsWith('/') ? path : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
