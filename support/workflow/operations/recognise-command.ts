import { type Command, shown } from './command.ts';
import { readDocker } from './containers.ts';
import { readConvex } from './convex.ts';
import { nameMayDeploy, namesADeploy, textMayDeploy } from './deploy-words.ts';
import { readGate } from './gates.ts';
import { readNested } from './nested-shells.ts';
import { anyDeploy, ordinary, type Reading, type Role } from './operation.ts';
import { readPackageRunner } from './package-runner.ts';
import { readService } from './services.ts';
import { readBuild, readConcurrent, readSiteTool } from './sites.ts';
import { readTaskRunner } from './task-runners.ts';
import { unwrap } from './unwrap.ts';
import { readWrangler } from './wrangler.ts';

/** A command that a team tells of in its config, by the words that it contains. */
export interface Pattern {
  contains: string;
  /** What it deploys. */
  role: Role | 'nothing';
  platform?: string | undefined;
}

/** What a command does, behind everything that may stand before it. */
export function recogniseCommand(written: Command, patterns: readonly Pattern[]): Reading {
  const command = unwrapped(written);
  const own = patterns.find(({ contains }) => shown(written.words).includes(contains));
  if (own?.role === 'nothing') return ordinary;
  if (own)
    return {
      kind: 'operation',
      recognised: {
        role: own.role,
        platform: own.platform ?? own.role,
        target: 'production',
        command: shown(written.words),
        unit: command.folder ?? '',
      },
    };
  const [name] = command.words;
  if (name === 'convex' || name === 'convex-helpers') return readConvex(command);
  if (name === 'wrangler') return readWrangler(command);

  const gate = readGate(command);
  if (gate) return gate;
  const run = readPackageRunner(command);
  // `yarn convex deploy`: the command of an installed package.
  if (run && 'command' in run) return recogniseCommand(run.command, patterns);
  if (run) return run;

  const read =
    readTaskRunner(command) ??
    readNested(command) ??
    readConcurrent(command) ??
    readSiteTool(command) ??
    readBuild(command);
  if (read) return read;
  if (containerTools.has(name ?? '')) return readDocker(command);
  return readService(command) ?? suspicious(command);
}

function unwrapped(command: Command): Command {
  const { words, variables, mayAddVariables } = unwrap(command.words);
  return {
    ...command,
    words,
    reach: (variable) => {
      if (variables.includes(variable)) return 'set';
      const reach = command.reach(variable);
      return reach === 'absent' && mayAddVariables ? 'unknown' : reach;
    },
  };
}

const containerTools = new Set(['docker', 'docker-compose', 'podman', 'podman-compose', 'nerdctl']);

/** Commands that only name a deploy: they print, look, move or install. */
const talks =
  /^(echo|printf|cd|ls|cat|grep|egrep|rg|mkdir|rm|cp|mv|test|export|git|gh|tar|zip|unzip|touch|chmod|sleep|date|jq|yq|sed|awk|which|type|command|npm|pnpm|yarn|bun|pip|pip3|apt-get|apt|brew|curl|wget|tee|head|tail|sort|diff|\[)$/;

/** What is run on servers beside deploys; any other name there may be a script of the server's own. */
const ofServers =
  /^(node|systemctl|journalctl|service|ps|kill|pkill|df|du|free|uptime|whoami|id|hostname|uname|ln|chown|find|xargs|nginx|caddy|apachectl|crontab|true|openssl|psql|pg_dump|redis-cli|mysql|mysqldump|php|python3?|ruby|bundle|composer|ufw|logrotate|ssh|scp|nc|ping|dig|sync|env|pgrep|readlink|stat|make|just|task)$/;

/** Verbs by which a tool says that it deploys: `php artisan deploy`, `aws cloudformation deploy`, `mix deploy:prod`. */
const deployVerb =
  /^(?:[\w-]+:)?(?:deploy|redeploy|deployments?:\w+|create-deployment|start-deployment|pipeline-deploy)(?::[\w-]+)?$/;

/** Names of files and tools that say what they do: they are not read, and not passed over in silence. */
function suspicious(command: Command): Reading {
  const [name = '', ...rest] = command.words;
  const operands = rest.filter((word) => !word.startsWith('-'));
  const line = shown(command.words);
  const what = `\`${line}\` is not recognised`;
  if (/^\$(?:\{\{.*\}\}|\{?\w+\}?)$/.test(name))
    return { kind: 'unread', what: `\`${line}\` is a command that is known only when it runs`, mayBe: anyDeploy };
  const isTool = !talks.test(name) && operands.slice(0, 3).some((word) => deployVerb.test(word));
  const isNamed = !talks.test(name) && /deploy|rollout/i.test(name);
  const names = !talks.test(name) && (namesADeploy(line) || executes(rest));
  const isOfServer =
    command.machine === 'server' && /^[\w.-]+$/.test(name) && !talks.test(name) && !ofServers.test(name);
  return isTool || isNamed || names || isOfServer ? { kind: 'unread', what, mayBe: anyDeploy } : ordinary;
}

/** `find . -name wrangler.toml -execdir npx wrangler deploy \;`, `script -c "npm run deploy"`. */
function executes(words: readonly string[]): boolean {
  const at = words.findIndex((word) => /^-(?:exec|execdir|ok|okdir|c|-run|-command)$/.test(word));
  const after = at < 0 ? '' : words.slice(at + 1).join(' ');
  return nameMayDeploy(after) || (after !== '' && textMayDeploy(after));
}
