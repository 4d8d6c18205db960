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
  [/^(kubectl|oc) (apply|set image|rollout (restart|latest)|replace|patch|create)\b/, 'kubernetes'],
  [/^helm (upgrade|install)\b/, 'kubernetes'],
  [/^heroku (container:release|releases:rollback)\b/, 'heroku'],
  [/^aws (ecs update-service|lambda update-function-code|s3 sync|amplify start-job)\b/, 'aws'],
  [/^az (webapp|containerapp) (deploy|up|update)\b/, 'azure'],
  [/^eb deploy\b/, 'elastic-beanstalk'],
  [/^doctl apps (create-deployment|update)\b/, 'digitalocean'],
  [/^git push (\S*heroku\S*|\S*dokku\S*)\b/, 'git-push'],
  [/^pm2 (start|restart|reload|startOrRestart|startOrReload|startOrGracefulReload|deploy)\b/, 'pm2'],
  [/^nomad (job )?run\b/, 'nomad'],
  [/^(supabase functions|deployctl|cf|koyeb|eksctl) (deploy|push)\b/, 'service'],
  [/^(koyeb|northflank) services? (redeploy|update)\b/, 'service'],
  [/^render deploys create\b/, 'render'],
  [/^skaffold (run|deploy)\b/, 'kubernetes'],
  [/^nixos-rebuild (switch|boot)\b/, 'nixos'],
];

/** Tools that change the schema or the data of a database. */
const migrations: readonly [words: RegExp, platform: string][] = [
  [/^prisma (migrate deploy|db push)\b/, 'prisma'],
  [/^drizzle-kit (migrate|push)\b/, 'drizzle'],
  [/^knex migrate:(latest|up)\b/, 'knex'],
  [/^flyway .*\bmigrate\b/, 'flyway'],
  [/^liquibase .*\bupdate\b/, 'liquibase'],
  [/^mix (do )?ecto\.migrate\b/, 'ecto'],
  [/^alembic upgrade\b/, 'alembic'],
  [/^(?:bin\/)?rails db:(migrate|prepare)\b/, 'rails'],
  [/^supabase db push\b/, 'supabase'],
  [/^(dbmate|goose|migrate|atlas|sqlx) .*\b(up|apply|run)\b/, 'sql'],
  [/^(?:npm-)?typeorm(?:-ts-node-\w+)? migration:run\b/, 'typeorm'],
];

/** Tools whose deploys are described in files of their own, which are not read. */
const described: readonly RegExp[] = [
  /^(terraform|tofu|terragrunt|tflocal|terramate)( -\S+)* (run-all )?apply\b/,
  /^pulumi (up|update)\b/,
  /^(sst|cdk|sam|copilot|alchemy|ampx) (deploy|pipeline-deploy)\b/,
  /^(helmfile|argocd app|flux) (\S+ )?(apply|sync|reconcile)\b/,
  /^gcloud builds submit\b/,
  /^aws (cloudformation|codedeploy|deploy|amplify|apprunner|elasticbeanstalk|s3 cp|s3api put-object)\b/,
  /^(gsutil|s3cmd|rclone) .*\b(rsync|sync|cp|copy)\b/,
  /^git push (?!origin\b|-)(?!https?:|git@|\$)\S+/,
  /^git push .*\b(production|prod|live|deploy|gh-pages)\b/,
  /^ansible-playbook\b/,
  /^(cap|mina) \w*\s?deploy\b/,
  /^(dokku|capistrano|deployer|dep) /,
  /^gh workflow run\b/,
  /^gh api .*\/dispatches\b/,
];

export function readService(command: Command): Reading | undefined {
  const line = command.words.join(' ');
  const [, platform] = services.find(([words]) => words.test(line)) ?? [];
  if (platform !== undefined) return service(command, platform);
  const [, migrated] = migrations.find(([words]) => words.test(line)) ?? [];
  if (migrated !== undefined)
    return {
      kind: 'operation',
      recognised: {
        role: 'migration',
        platform: migrated,
        target: 'production',
        command: shown(command.words),
        unit: command.folder ?? '',
      },
    };
  const restarted =
    command.machine !== 'runner'
      ? /^(?:systemctl (?:--user )?|service )/.test(line) && /restart|reload|start\b/.test(line)
      : false;
  if (restarted) return service(command, 'systemd');
  if (described.some((words) => words.test(line)))
    return { kind: 'unread', what: `\`${shown(command.words)}\` does what its own files say`, mayBe: anyDeploy };
  return readCopy(command) ?? readHook(command, line);
}

function service(command: Command, platform: string): Reading {
  return {
    kind: 'operation',
    recognised: {
      role: 'service',
      platform,
      target: command.words.some((word) => /^--dry-run\b/.test(word)) ? 'nothing' : 'production',
      command: shown(command.words),
      unit: command.folder ?? '',
      images: imagesOf(command.words),
    },
  };
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
  if (!host)
    return isUnknownHook(line) || namesADeployment(line) || isApiWrite(line)
      ? unreadHook(command, anyDeploy)
      : undefined;
  return unreadHook(command, host[1] === 'frontend' ? ['frontend'] : anyDeploy);
}

/** A hook whose address is a secret may be one of a deployment; those of chats and monitors are named for them. */
function isUnknownHook(line: string): boolean {
  return /\$\S*hook/i.test(line) && !ofChats.test(line);
}

/** `https://coolify.example/api/v1/deploy?uuid=…`, `https://portainer.example/api/stacks/webhooks/…`. */
function namesADeployment(line: string): boolean {
  const isOfServer = /\/(?:re)?deploy(?=[?/"'\s]|$)|\/api\/(?:stacks|services)?\/?webhooks?\//i.test(line);
  return isOfServer && !ofChats.test(line);
}

const ofChats =
  /slack|discord|teams|telegram|mattermost|google_?chat|notif|sentry|pagerduty|alert|lark|feishu|healthcheck/i;

/** What is sent to the API of a platform may deploy. */
function isApiWrite(line: string): boolean {
  return (
    /api\.(?:vercel|netlify|cloudflare|render|koyeb|heroku|digitalocean)\.com|backboard\.railway/.test(line) &&
    /deploy|builds|versions|releases|graphql/i.test(line) &&
    /(?:-X ?|--request[ =]|--method[ =])(?:POST|PUT|PATCH)|\s(?:-d|--data\S*|-F|--form|--json)\b/.test(line)
  );
}

function unreadHook(command: Command, mayBe: readonly Role[]): Reading {
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
