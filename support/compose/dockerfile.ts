/** What a Dockerfile's last stage, or the named one, is made of. */
export interface Dockerfile {
  /** The image at the bottom of its stages: `node:22-slim`; undefined for `scratch`, or where an argument leaves it open. */
  base: string | undefined;
  /** Where it copies files to, as absolute paths, with what is copied. */
  copies: readonly { source: readonly string[]; target: string }[];
  /** Commands that it runs while it is built. */
  runs: readonly string[];
  entrypoint: readonly string[] | undefined;
  command: readonly string[] | undefined;
  hasHealthcheck: boolean;
}

interface Stage {
  name: string;
  from: string;
  instructions: { keyword: string; rest: string }[];
}

/**
 * Reads a Dockerfile. Source: Docker, "Dockerfile reference": line continuation, comments, `ARG` before `FROM`, stages.
 * @param target the stage that is built; the last one, where undefined
 * @returns undefined where it has no such stage
 */
export function readDockerfile(text: string, target?: string): Dockerfile | undefined {
  const stages = stagesOf(instructionsOf(text));
  const last = target === undefined ? stages.at(-1) : stages.find(({ name }) => name === target.toLowerCase());
  if (!last) return undefined;

  const chain = [last];
  for (let up = stageBelow(stages, last); up && !chain.includes(up); up = stageBelow(stages, up)) chain.unshift(up);
  const all = chain.flatMap(({ instructions }) => instructions);
  const from = chain[0]?.from ?? '';
  const found: Dockerfile & { copies: { source: string[]; target: string }[]; runs: string[] } = {
    base: from === 'scratch' || from.includes('$') ? undefined : from,
    copies: [],
    runs: [],
    entrypoint: undefined,
    command: undefined,
    hasHealthcheck: false,
  };
  let folder = '/';
  for (const { keyword, rest } of all) {
    if (keyword === 'WORKDIR') folder = join(folder, rest);
    if (keyword === 'RUN') found.runs.push(rest);
    if (keyword === 'COPY' || keyword === 'ADD') found.copies.push(...copyOf(rest, folder));
    if (keyword === 'ENTRYPOINT') found.entrypoint = wordsOf(rest);
    if (keyword === 'CMD') found.command = wordsOf(rest);
    if (keyword === 'HEALTHCHECK') found.hasHealthcheck = !/^NONE\b/i.test(rest);
  }
  return found;
}

function instructionsOf(text: string): { keyword: string; rest: string }[] {
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

function stagesOf(instructions: readonly { keyword: string; rest: string }[]): Stage[] {
  const defaults = new Map<string, string>();
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
    else if (each.keyword === 'ARG') {
      const [, arg = '', value] = /^(\w+)(?:=["']?(.*?)["']?)?$/.exec(each.rest) ?? [];
      if (value !== undefined) defaults.set(arg, value);
    }
  }
  return stages;
}

function stageBelow(stages: readonly Stage[], { from }: Stage): Stage | undefined {
  return stages.find(({ name }) => name === from.toLowerCase());
}

function copyOf(rest: string, folder: string): { source: string[]; target: string }[] {
  const isFromStage = /^--from=|\s--from=/.test(rest);
  const words = wordsOf(rest.replace(/--\S+\s+/g, '')) ?? [];
  const target = words.at(-1);
  if (target === undefined || words.length < 2) return [];
  return [{ source: isFromStage ? [] : words.slice(0, -1), target: join(folder, target) }];
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
