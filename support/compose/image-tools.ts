import type { Dockerfile } from './dockerfile.ts';
import { tagOf } from './what-runs.ts';

interface Lacking {
  /** Names of `officialName`. */
  images: readonly string[];
  /** The tags that it is true of; every tag, where left out. */
  tag?: RegExp;
  tools: readonly string[];
}

const languages = ['node', 'python', 'golang', 'ruby', 'rust', 'elixir', 'erlang'] as const;
const systems = ['alpine', 'busybox', 'debian', 'ubuntu'] as const;
const proxies = ['caddy', 'traefik', 'haproxy', 'nginx'] as const;
const postgres = ['postgres', 'pgvector', 'postgis'] as const;
const redis = ['redis', 'valkey'] as const;

/**
 * Tools that a known image does not have. Source: the Dockerfiles of the images in the repositories docker-library/*, nodejs/docker-node,
 * docker-library/python, erlef/docker-elixir, hexpm/bob, pgvector/pgvector, postgis/docker-postgis, MariaDB/mariadb-docker,
 * valkey-io/valkey-container, caddyserver/caddy-docker and traefik/traefik-library-image: what they fetch with is removed again.
 */
export const lackingTools: readonly Lacking[] = [
  { images: languages, tag: /alpine/, tools: ['curl'] },
  { images: ['node', 'python', 'golang'], tag: /alpine/, tools: ['bash'] },
  { images: ['node', 'python', 'ruby', 'rust', 'elixir', 'erlang'], tag: /slim/, tools: ['curl', 'wget', 'nc'] },
  { images: ['alpine', 'busybox'], tools: ['curl', 'python', 'python3', 'node', 'bash'] },
  { images: ['debian', 'ubuntu'], tools: ['curl', 'wget', 'nc', 'python', 'node'] },
  { images: [...postgres, ...redis, 'mongo'], tools: ['curl'] },
  // Those on UBI have it.
  { images: ['mariadb'], tag: /^(?!.*ubi)/, tools: ['curl'] },
  // BusyBox, in those on Alpine, has both; MySQL's image has curl.
  { images: [...postgres, ...redis, 'mongo', 'mariadb', 'mysql'], tag: /^(?!.*(?:alpine|ubi))/, tools: ['nc', 'wget'] },
  { images: ['caddy', 'traefik'], tools: ['curl', 'bash'] },
  { images: ['haproxy'], tools: ['curl'] },
  { images: ['haproxy'], tag: /alpine/, tools: ['bash'] },
  { images: ['haproxy'], tag: /^(?!.*alpine)/, tools: ['wget', 'nc'] },
  // Clients of a server that another image serves.
  {
    images: [...languages, ...systems, ...proxies, ...redis, 'mongo', 'mysql', 'mariadb'],
    tools: ['pg_isready', 'psql'],
  },
  { images: [...languages, ...systems, ...proxies, ...postgres, 'mongo', 'mysql', 'mariadb'], tools: ['redis-cli'] },
  { images: [...languages, ...systems, ...proxies, ...postgres, ...redis, 'mongo'], tools: ['mysqladmin'] },
  { images: [...languages, ...systems, ...proxies, ...postgres, ...redis, 'mysql', 'mariadb'], tools: ['mongosh'] },
];

/** Images that somebody else than Docker publishes under the name of what they hold. */
const published: Readonly<Record<string, string>> = {
  'pgvector/pgvector': 'pgvector',
  'postgis/postgis': 'postgis',
  'valkey/valkey': 'valkey',
  'hexpm/elixir': 'elixir',
  'hexpm/erlang': 'erlang',
};

/**
 * The name of a well-known image: `node` for `node:22`, `docker.io/library/node` or a mirror's `…/library/node`; undefined for an image of
 * a team's own, which may have whatever it wants.
 */
export function officialName(image: string): string | undefined {
  const parts = image
    .replace(/@.*$/, '')
    .replace(/:[^:/]*$/, '')
    .toLowerCase()
    .split('/');
  const last = parts.at(-1);
  if (parts.at(-2) === 'library' || parts.length === 1) return last;
  const isHub = parts[0] === 'docker.io' || parts[0] === 'index.docker.io';
  const path = parts.slice(isHub ? 1 : 0).join('/');
  return isHub && parts.length === 2 ? last : published[path];
}

/** Packages, and other files of an image, that bring a tool which has another name. */
const broughtBy: Readonly<Record<string, RegExp>> = {
  nc: /netcat|\bncat\b|\bnmap\b|busybox/,
  wget: /busybox/,
  node: /\bnodejs\b/,
  python: /\bpython\d/,
  pg_isready: /postgresql/,
  psql: /postgresql/,
  'redis-cli': /\bredis\b|redis-tools|valkey/,
  mysqladmin: /mysql-client|mariadb-client|mariadb-connector|mysql-community/,
  mongosh: /mongodb/,
};

/** Whether an image, or what a Dockerfile makes of it, lacks a tool: false where it is not known. */
export function lacksTool(image: string, tool: string, dockerfile: Dockerfile | undefined): boolean {
  const name = officialName(image);
  const tag = tagOf(image) ?? '';
  const isLacking = lackingTools.some(
    (each) =>
      name !== undefined && each.images.includes(name) && (each.tag?.test(tag) ?? true) && each.tools.includes(tool),
  );
  if (!isLacking || !dockerfile) return isLacking;
  const installs = dockerfile.runs.join('\n');
  const isCopied = dockerfile.copies.some(
    ({ names, target }) => names.includes(tool) || target.split('/').at(-1) === tool,
  );
  return !isCopied && !new RegExp(`\\b${tool}\\b`).test(installs) && !broughtBy[tool]?.test(installs);
}
