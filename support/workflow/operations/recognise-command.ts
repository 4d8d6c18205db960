import { type Command, shown } from './command.ts';
import { readDocker } from './containers.ts';
import { readConvex } from './convex.ts';
import { readGate } from './gates.ts';
import { readNested } from './nested-shells.ts';
import { anyDeploy, ordinary, type Reading, type Role } from './operation.ts';
import { readPackageRunner } from './package-runner.ts';
import { readService } from './services.ts';
import { readBuild, readConcurrent, readSiteTool } from './sites.ts';
import { unwrap } from './unwrap.ts';
import { readWrangler } from './wrangler.ts';

/** A command that a team tells of in its config, by the words that it contains. */
export interface Pattern {
  contains: string;
  role: Role;
  platform?: string | undefined;
}

/** What a command does, behind everything that may stand before it. */
export function recogniseCommand(written: Command, patterns: readonly Pattern[]): Reading {
  const command = unwrapped(written);
  const own = patterns.find(({ contains }) => shown(written.words).includes(contains));
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
  if (run && 'words' in run) return recogniseCommand({ ...command, words: run.words }, patterns);
  if (run) return run;

  const read = readNested(command) ?? readConcurrent(command) ?? readSiteTool(command) ?? readBuild(command);
  if (read) return read;
  if (name === 'docker' || name === 'docker-compose' || name === 'podman') return readDocker(command);
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

/** Commands that only name a deploy: they print, look or move. */
const talks =
  /^(echo|printf|cd|ls|cat|grep|mkdir|rm|cp|mv|test|export|git|gh|tar|zip|find|touch|chmod|sleep|date|jq|sed|awk)$/;

/** Names of files and tools that say what they do: they are not read, and not passed over in silence. */
function suspicious(command: Command): Reading {
  const [name = '', first = ''] = command.words;
  const isScript = /^(python3?|ruby|perl|php|deno|pwsh|uv)$/.test(name) ? first : name;
  const isTool = !talks.test(name) && /^(deploy|deployments?:\w+|create-deployment)$/.test(first);
  return isTool || /deploy|rollout/i.test(isScript)
    ? { kind: 'unread', what: `\`${shown(command.words)}\` is not recognised`, mayBe: anyDeploy }
    : ordinary;
}
