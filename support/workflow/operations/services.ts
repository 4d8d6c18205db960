import { type Command, shown } from './command.ts';
import { anyDeploy, type Reading, type Role } from './operation.ts';

/** Tools that deploy services, by the words that they begin with. */
const services: readonly [words: RegExp, platform: string][] = [
  [/^(fly|flyctl) (deploy|machine update)\b/, 'fly'],
  [/^railway (up|redeploy)\b/, 'railway'],
  [/^firebase deploy\b/, 'firebase'],
  [/^gcloud run (deploy|services (update|replace))\b/, 'cloud-run'],
  [/^gcloud app deploy\b/, 'app-engine'],
  [/^kamal (deploy|redeploy|setup)\b/, 'kamal'],
  [/^(serverless|sls) deploy\b/, 'serverless'],
  [/^kubectl (apply|set image|rollout restart|replace)\b/, 'kubernetes'],
  [/^helm (upgrade|install)\b/, 'kubernetes'],
  [/^heroku (container:release|releases:rollback)\b/, 'heroku'],
  [/^aws (ecs update-service|lambda update-function-code|s3 sync|amplify start-job)\b/, 'aws'],
  [/^az (webapp|containerapp) (deploy|up|update)\b/, 'azure'],
  [/^eb deploy\b/, 'elastic-beanstalk'],
  [/^doctl apps (create-deployment|update)\b/, 'digitalocean'],
  [/^git push (\S*heroku\S*|\S*dokku\S*)\b/, 'git-push'],
];

/** Tools whose deploys are described in files of their own, which are not read. */
const described: readonly RegExp[] = [
  /^(terraform|tofu|terragrunt) apply\b/,
  /^pulumi up\b/,
  /^(sst|cdk|sam|copilot) deploy\b/,
  /^ansible-playbook\b/,
  /^(cap|mina) \w*\s?deploy\b/,
  /^(make|just|task|mage|rake|mise|moon|gulp|grunt|invoke|earthly|dagger|bazel) .*\b(deploy|release|publish|ship|rollout)/,
  /^(dokku|capistrano|deployer|dep) /,
  /^gh workflow run\b/,
  /^gh api .*\/dispatches\b/,
];

export function readService(command: Command): Reading | undefined {
  const line = command.words.join(' ');
  const [, platform] = services.find(([words]) => words.test(line)) ?? [];
  if (platform !== undefined)
    return {
      kind: 'operation',
      recognised: {
        role: 'service',
        platform,
        target: /--dry-run\b/.test(line) ? 'nothing' : 'production',
        command: shown(command.words),
        unit: command.folder ?? '',
        images: imagesOf(command.words),
      },
    };
  if (described.some((words) => words.test(line)))
    return { kind: 'unread', what: `\`${shown(command.words)}\` does what its own files say`, mayBe: anyDeploy };
  return readCopy(command) ?? readHook(command, line);
}

/** `kubectl set image deployment/app app=ghcr.io/acme/app:1`, `gcloud run deploy --image …`, `fly deploy --image …`. */
function imagesOf(words: readonly string[]): string[] {
  return words.flatMap((word, index) => {
    if (word === '--image' || word === '-i') return words[index + 1] ?? [];
    return /^(?:--image=|[\w-]+=)([\w.-]+(?:\.\w+)?\/.+)$/.exec(word)?.[1] ?? [];
  });
}

/** Files that are copied to another machine: a site is often shipped so. */
function readCopy(command: Command): Reading | undefined {
  const [name = '', ...words] = command.words;
  const isCopy =
    /^(rsync|scp|sftp|lftp|ncftpput)$/.test(name) && (name === 'lftp' || words.some((word) => /^[^/\s]+:/.test(word)));
  if (!isCopy) return undefined;
  return {
    kind: 'unread',
    what: `\`${shown(command.words)}\` copies files to another machine`,
    mayBe: ['frontend', 'service'],
  };
}

/** A POST to a deploy hook starts a deployment on a platform, and does not wait for it. */
function readHook(command: Command, line: string): Reading | undefined {
  const [name] = command.words;
  if (name !== 'curl' && name !== 'wget' && name !== 'http') return undefined;
  const host = hooks.find(([form]) => form.test(line));
  if (!host) return undefined;
  const mayBe: readonly Role[] = host[1] === 'frontend' ? ['frontend'] : anyDeploy;
  return { kind: 'unread', what: `\`${shown(command.words)}\` starts a deployment by a hook`, mayBe };
}

const hooks: readonly [form: RegExp, role: Role][] = [
  [/api\.vercel\.com\/v1\/integrations\/deploy/, 'frontend'],
  [/api\.netlify\.com\/build_hooks/, 'frontend'],
  [/api\.cloudflare\.com\/.*\/pages\/webhooks/, 'frontend'],
  [/api\.render\.com\/deploy/, 'service'],
  [/deploy[_-]?hook/i, 'service'],
  [/\/repos\/.*\/dispatches/, 'service'],
];
