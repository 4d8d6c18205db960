import { below, itemsOf, textOf } from './located-tree.ts';
import type { ComposeService } from './project-model.ts';
import { shellWords } from './shell-words.ts';

/** What a service is to the data of a deployment. */
export type ServerKind = 'database' | 'store' | undefined;

/** Programs that serve a database, and those that serve a cache or a queue. */
const programs: Readonly<Record<string, ServerKind>> = {
  postgres: 'database',
  postmaster: 'database',
  mysqld: 'database',
  mariadbd: 'database',
  mongod: 'database',
  cockroach: 'database',
  'clickhouse-server': 'database',
  sqlservr: 'database',
  patroni: 'database',
  'redis-server': 'store',
  'valkey-server': 'store',
  memcached: 'store',
};

/** Images whose own command is a server: the last part of the repository's name. */
const images: Readonly<Record<string, ServerKind>> = {
  postgres: 'database',
  postgresql: 'database',
  'postgresql-repmgr': 'database',
  pgvector: 'database',
  postgis: 'database',
  timescaledb: 'database',
  'timescaledb-ha': 'database',
  age: 'database',
  spilo: 'database',
  mysql: 'database',
  mariadb: 'database',
  mongo: 'database',
  mongodb: 'database',
  cockroach: 'database',
  'clickhouse-server': 'database',
  redis: 'store',
  valkey: 'store',
  'redis-stack': 'store',
  'redis-stack-server': 'store',
  keydb: 'store',
  memcached: 'store',
};

/** What only starts another program. */
const wrappers =
  /^(?:docker-entrypoint\.sh|entrypoint\.sh|tini|dumb-init|gosu|su-exec|exec|env|nice|setpriv|s6-setuidgid)$/;
const shells = /^(?:ba|da|a|z)?sh$/;

/** Whether a service serves a database or a store: by the program that it runs, else by its image's own. */
export function serverKind(service: ComposeService): ServerKind {
  const words = (key: string) => {
    const list = below(service.node, key);
    return list ? itemsOf(list).flatMap((item) => textOf(item) ?? []) : undefined;
  };
  const entrypoint = words('entrypoint') ?? service.dockerfile?.entrypoint ?? [];
  // An entry point of the service's own takes the image's command away too.
  const command = words('command') ?? (words('entrypoint') ? [] : service.dockerfile?.command) ?? [];
  const started = programsIn([...entrypoint, ...command]);
  const known = started.map((program) => programs[program]).find((kind) => kind !== undefined);
  if (known !== undefined) return known;
  // An option alone is one of the image's own program.
  return started.length === 0 ? imageKind(service) : undefined;
}

function imageKind({ image, dockerfile, buildContext }: ComposeService): ServerKind {
  const name = buildContext === undefined ? image?.text : (dockerfile?.base ?? image?.text);
  return name === undefined ? undefined : images[repositoryOf(name)];
}

/** The last part of an image's name, without registry, tag and digest. */
export function repositoryOf(image: string): string {
  return (
    image
      .replace(/@.*$/, '')
      .replace(/:[^:/]*$/, '')
      .split('/')
      .at(-1)
      ?.toLowerCase() ?? ''
  );
}

/** The tag of an image; undefined where it has none. */
export function tagOf(image: string): string | undefined {
  return /:([^:/@]*)(?:@.*)?$/.exec(image)?.[1];
}

/** The names of the programs that a command line starts. */
export function programsIn(words: readonly string[]): string[] {
  const [first, ...rest] = words;
  if (first === undefined || first.startsWith('-')) return [];
  const name = first.split('/').at(-1) ?? '';
  if (shells.test(name)) {
    const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
    return at < 0
      ? rest.slice(0, 1).map((script) => script.split('/').at(-1) ?? '')
      : scriptPrograms(rest[at + 1] ?? '');
  }
  if (!wrappers.test(name)) return [name];
  const after = rest.findIndex((word) => !word.startsWith('-') && !/^\w+=/.test(word));
  const skipsUser = name === 'gosu' || name === 'su-exec' || name === 's6-setuidgid';
  return after < 0 ? [] : programsIn(rest.slice(after + (skipsUser ? 1 : 0)));
}

function scriptPrograms(script: string): string[] {
  return script.split(/&&|\|\||[;|&\n]/).flatMap((part) => {
    try {
      return programsIn(shellWords(part.trim(), { file: '', line: 1, column: 1 }));
    } catch {
      return [];
    }
  });
}
