import type { Text, Texts } from '../source/workflow.ts';
import { type Command, isPreviewBranch, shown } from './command.ts';
import { deployKeyName, textMayDeploy } from './deploy-words.ts';
import { anyDeploy, ordinary, type Reading, type Recognised, type Role, type RunScript } from './operation.ts';
import type { Pattern } from './recognise-command.ts';
import { scriptIn } from './run-script.ts';
import { readWrangler } from './wrangler.ts';

/** An action that a step uses, with its inputs filled in as far as they are known. */
export interface ActionCall {
  /** `cloudflare/wrangler-action`, without its version. */
  name: string;
  uses: Text;
  with: Texts;
  /** Variables that its step gives it. */
  env: Texts;
  /** As a command of the same step would be looked at: its folder, variables and branch. */
  command: Command;
}

/** What an action of another repository does, by its name. Its own code is not read. */
export function recogniseAction(call: ActionCall, patterns: readonly Pattern[]): Reading {
  const own = patterns.find(({ contains }) => call.uses.text.includes(contains));
  if (own?.role === 'nothing') return ordinary;
  if (own) return operation(call, own.role, own.platform ?? own.role, 'production', []);
  const known = readers[call.name.toLowerCase()];
  if (known) return known(call);
  const [owner = ''] = call.name.split('/');
  if (owner === 'actions' || owner === 'github' || harmless.has(call.name.toLowerCase())) return ordinary;
  return { kind: 'unread', what: `${call.uses.text} is not read`, mayBe: mayDeploy(call) ? anyDeploy : [] };
}

/** A command that an action is given says more than its name, and so does a key that deploys. */
function mayDeploy(call: ActionCall): boolean {
  const given = [...call.with.values()].map(({ text }) => text).join('\n');
  const keys = [...call.with, ...call.env].filter(
    ([name, { text }]) => /\bsecrets\b/.test(text) && isDeployKey(name, text),
  );
  return (
    /deploy|convex|publish|release|rollout|pages|worker|hosting|dispatch|trigger/i.test(call.name) ||
    textMayDeploy(given) ||
    (keys.length > 0 && !/setup|install|log-?in|auth|config|context|ssh-?(?:key|agent)|known-hosts/i.test(call.name))
  );
}

function isDeployKey(name: string, text: string): boolean {
  return deployKeyName.test(name) || deployKeyName.test(text);
}

/** A script in JavaScript: it may run a command, and start another workflow. */
function readGithubScript(call: ActionCall): Reading {
  const script = input(call, 'script') ?? '';
  const isKept = !textMayDeploy(script) && !/createWorkflowDispatch|createDispatchEvent|\/dispatches\b/.test(script);
  return isKept ? ordinary : { kind: 'unread', what: `the script of ${call.uses.text} is not read`, mayBe: anyDeploy };
}

/** An image that is run with the files of the repository: `entrypoint` and `args` are its command. */
function readImage(call: ActionCall): Reading {
  const [entrypoint = '', args = ''] = [input(call, 'entrypoint'), input(call, 'args')];
  const text = `${entrypoint} ${args}`.trim();
  const script = scriptIn({ ...call.command, at: call.uses }, text);
  if (entrypoint !== '') return { kind: 'scripts', scripts: [script], together: false };
  // What the image itself runs is not known; its arguments may be the whole command, or options of it.
  const isDeploy = /deploy|publish|release/i.test(call.uses.text) || textMayDeploy(text);
  return isDeploy ? { kind: 'unread', what: `${call.uses.text} is not read`, mayBe: anyDeploy } : ordinary;
}

/** changesets runs one script before it opens its pull request, and another one to publish. */
function readChangesets(call: ActionCall): Reading {
  const texts = ['version', 'publish'].flatMap((name) => input(call, name) ?? []);
  const scripts = texts.map((text) => scriptIn({ ...call.command, at: call.uses }, text));
  return texts.length === 0 ? ordinary : { kind: 'scripts', scripts, together: true };
}

const readers: Readonly<Record<string, (call: ActionCall) => Reading>> = {
  'docker://': readImage,
  'actions/github-script': readGithubScript,
  'changesets/action': readChangesets,
  'cloudflare/wrangler-action': readWranglerAction,
  'cloudflare/pages-action': readPagesAction,
  'amondnet/vercel-action': (call) =>
    site(call, 'vercel', /--prod/.test(input(call, 'vercel-args') ?? '') ? 'production' : 'preview'),
  'nwtgck/actions-netlify': (call) => {
    const branch = input(call, 'production-branch');
    const isProduction =
      input(call, 'production-deploy') === 'true' || (branch !== undefined && branch === call.command.branch);
    return site(call, 'netlify', isProduction ? 'production' : 'preview');
  },
  'netlify/actions': (call) => site(call, 'netlify', 'production'),
  'netlify/actions/cli': (call) => argsInput(call, 'netlify', 'args'),
  'netlify/actions/build': (call) => site(call, 'netlify', 'production'),
  'actions/deploy-pages': (call) => site(call, 'github-pages', 'production'),
  'peaceiris/actions-gh-pages': (call) => site(call, 'github-pages', 'production'),
  'jamesives/github-pages-deploy-action': (call) => site(call, 'github-pages', 'production'),
  'firebaseextended/action-hosting-deploy': (call) =>
    site(call, 'firebase', input(call, 'channelId') === 'live' ? 'production' : 'preview'),
  'azure/static-web-apps-deploy': (call) => site(call, 'azure', 'production'),
  'docker/build-push-action': readBuildPush,
  'docker/bake-action': (call) => images(call, input(call, 'push') === 'true'),
  'appleboy/ssh-action': (call) => scriptInput(call, 'script'),
  'superfly/flyctl-actions': (call) => argsInput(call, 'flyctl', 'args'),
  'google-github-actions/deploy-cloudrun': (call) => service(call, 'cloud-run', input(call, 'image')),
  'aws-actions/amazon-ecs-deploy-task-definition': (call) => service(call, 'aws', undefined),
  'azure/webapps-deploy': (call) => service(call, 'azure', input(call, 'images')),
  'akhileshns/heroku-deploy': (call) => service(call, 'heroku', undefined),
  'nick-fields/retry': (call) => scriptInput(call, 'command'),
  'nick-invision/retry': (call) => scriptInput(call, 'command'),
  'expo/expo-github-action/preview': (call) => site(call, 'expo', 'preview'),
};

/** Actions of others that set up, check or tell, and deploy nothing. */
const harmless = new Set([
  'oven-sh/setup-bun',
  'pnpm/action-setup',
  'denoland/setup-deno',
  'docker/setup-buildx-action',
  'docker/setup-qemu-action',
  'docker/login-action',
  'docker/metadata-action',
  'dorny/paths-filter',
  'tj-actions/changed-files',
  'nrwl/nx-set-shas',
  'codecov/codecov-action',
  'slackapi/slack-github-action',
  'google-github-actions/auth',
  'aws-actions/configure-aws-credentials',
  'azure/login',
  'webfactory/ssh-agent',
  'superfly/flyctl-actions/setup-flyctl',
  'expo/expo-github-action',
  'biomejs/setup-biome',
  'jdx/mise-action',
  'dopplerhq/cli-action',
  'supercharge/redis-github-action',
  'marocchino/sticky-pull-request-comment',
  'peter-evans/create-or-update-comment',
  'softprops/action-gh-release',
  'step-security/harden-runner',
  'googleapis/release-please-action',
  'google-github-actions/release-please-action',
  'ncipollo/release-action',
  'release-drafter/release-drafter',
  'cycjimmy/semantic-release-action',
  'mikepenz/release-changelog-builder-action',
  'js-devtools/npm-publish',
  'goreleaser/goreleaser-action',
  'pypa/gh-action-pypi-publish',
  'tauri-apps/tauri-action',
  'chrnorm/deployment-action',
  'chrnorm/deployment-status',
  'bobheadxi/deployments',
  'dorny/test-reporter',
  'mikepenz/action-junit-report',
  'enricomi/publish-unit-test-result-action',
]);

function input({ with: inputs }: ActionCall, name: string): string | undefined {
  // Names of inputs have no case.
  return [...inputs].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1].text;
}

/** `command: pages deploy …`, one a line; without any it deploys the Worker. `preCommands` and `postCommands` are shell. */
function readWranglerAction(call: ActionCall): Reading {
  const { command } = call;
  const environment = input(call, 'environment');
  const folder = input(call, 'workingDirectory');
  const lines = (input(call, 'command') ?? 'deploy')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [pre, post] = [input(call, 'preCommands'), input(call, 'postCommands')];
  const text = [
    ...(pre === undefined ? [] : [pre]),
    ...lines.map((line) => `wrangler ${line}${environment === undefined ? '' : ` --env ${environment}`}`),
    ...(post === undefined ? [] : [post]),
  ].join('\n');
  if (lines.length === 1 && pre === undefined && post === undefined && folder === undefined && !/['"$|&;]/.test(text))
    return readWrangler({ ...command, words: text.split(/\s+/) });
  return { kind: 'scripts', scripts: [inFolder(call, text, folder)], together: false };
}

function inFolder({ command, uses }: ActionCall, text: string, folder: string | undefined): RunScript {
  const script = scriptIn({ ...command, at: uses }, text, { stopsOnFailure: true });
  return folder === undefined || command.folder === undefined
    ? script
    : { ...script, folder: [command.folder, folder.replace(/^\.\/?/, '')].filter((part) => part !== '').join('/') };
}

function readPagesAction(call: ActionCall): Reading {
  const isPreview = isPreviewBranch(input(call, 'branch'), call.command);
  const reading = site(call, 'cloudflare-pages', isPreview ? 'preview' : 'production');
  const name = input(call, 'projectName');
  return reading.kind === 'operation' && name !== undefined
    ? { ...reading, recognised: { ...reading.recognised, unit: name } }
    : reading;
}

function readBuildPush(call: ActionCall): Reading {
  return images(call, input(call, 'push') === 'true' || /type=registry|push=true/.test(input(call, 'outputs') ?? ''));
}

function images(call: ActionCall, isPushed: boolean): Reading {
  const tags = (input(call, 'tags') ?? '')
    .split(/[\n,]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return operation(call, isPushed ? 'image' : 'build', 'docker', 'nothing', tags);
}

function scriptInput(call: ActionCall, name: string): Reading {
  const text = input(call, name);
  if (text === undefined) return ordinary;
  const isOnServer = call.name === 'appleboy/ssh-action';
  const script = scriptIn({ ...call.command, at: call.uses }, text, {
    // The action itself stops at the first line that fails only where it is told to.
    stopsOnFailure: input(call, 'script_stop') === 'true',
    ...(isOnServer && { machine: 'server' as const, folder: undefined }),
  });
  return { kind: 'scripts', scripts: [script], together: false };
}

function argsInput(call: ActionCall, tool: string, name: string): Reading {
  return {
    kind: 'scripts',
    scripts: [scriptIn({ ...call.command, at: call.uses }, `${tool} ${input(call, name) ?? ''}`)],
    together: false,
  };
}

function service(call: ActionCall, platform: string, image: string | undefined): Reading {
  return operation(call, 'service', platform, 'production', image === undefined ? [] : [image]);
}

function site(call: ActionCall, platform: string, target: Recognised['target']): Reading {
  return operation(call, 'frontend', platform, target, []);
}

function operation(
  call: ActionCall,
  role: Role,
  platform: string,
  target: Recognised['target'],
  tags: readonly string[],
): Reading {
  return {
    kind: 'operation',
    recognised: {
      role,
      platform,
      target,
      command: `uses: ${shown([call.uses.text])}`,
      unit: tags[0] ?? call.command.folder ?? '',
      images: tags,
    },
  };
}
