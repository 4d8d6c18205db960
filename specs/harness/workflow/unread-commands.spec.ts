import { describe, expect, test } from 'vitest';
import { readSteps, shop } from './one-step.ts';

/** Task files, and scripts in which what is started is not written down where it is started. */
const files = {
  ...shop,
  Makefile: [
    'all: build',
    '\tnpm run build',
    'up: build',
    '\tnpx convex deploy',
    'build:',
    '\tnpm run lint',
    'live: up',
    'nightly:',
    '\tnpm run deploy:convex',
    '',
  ].join('\n'),
  justfile: 'up env="prod":\n  npx convex deploy\ncheck:\n  npm test\nboth: check up\n',
  'Taskfile.yml':
    'tasks:\n  prod:\n    cmds: [npx convex deploy]\n  all:\n    deps: [prod]\n  check:\n    cmds: [npm test]\n',
  'gulpfile.js': "exports.go = () => require('child_process').execSync('npx convex deploy');\n",
  'scripts/steps.mjs':
    "import { execSync } from 'node:child_process';\nfor (const step of ['npx convex deploy']) execSync(step);\n",
  'scripts/imports.mjs': "import { ship } from './lib/cloudflare.mjs';\nawait ship();\n",
  'scripts/lib/cloudflare.mjs':
    "import { execSync } from 'node:child_process';\nexport const ship = () => execSync('npx wrangler deploy');\n",
  'scripts/api.mjs':
    "await fetch('https://api.cloudflare.com/client/v4/accounts/a/pages/projects/b/deployments', { method: 'POST' });\n",
  'scripts/under.mjs':
    "import { execSync } from 'node:child_process';\nif (process.env.CI) execSync('npm run nightly');\n",
  'scripts/ci.py': "import subprocess\nsubprocess.run(['npx', 'convex', 'deploy'])\n",
  'scripts/lint.py': 'print("fine")\n',
  'scripts/format.mjs': "import { execSync } from 'node:child_process';\nexecSync(process.argv[2]);\n",
  'bin/go': '#!/usr/bin/env python3\nimport os\nos.system("npx convex deploy")\n',
};

const secret = (name: string) => `\${{ secrets.${name} }}`;
const variables = `    env: { CMD: '${secret('CMD')}', HOOK: '${secret('HOOK')}', SLACK_WEBHOOK: '${secret('SLACK')}' }\n`;

async function read(script: string) {
  const lines = script.split('\n').map((line) => `          ${line}`);
  const { operations, job } = await readSteps(`      - run: |\n${lines.join('\n')}\n`, files, variables);
  return { operations, unread: job.unread.map(({ unread }) => unread) };
}

describe('what may deploy and is not followed is named, and may be a deploy', () => {
  test.each([
    'make up',
    'make live',
    'make nightly',
    'make -C . up',
    'make deploy',
    'just up',
    'just both',
    'task prod',
    'task all',
    'npx gulp go',
    'node scripts/steps.mjs',
    'node scripts/imports.mjs',
    'node scripts/api.mjs',
    'python3 scripts/ci.py',
    'bin/go',
    'go run ./cmd/deploy',
    'php artisan deploy',
    'bundle exec cap production deploy',
    'aws cloudformation deploy --stack-name shop',
    'aws s3 cp dist s3://shop --recursive',
    'rclone sync dist r2:shop',
    'helmfile apply',
    'terraform -chdir=infra apply',
    'npx alchemy deploy',
    'git push production main',
    'git push origin HEAD:live',
    'curl -X POST "$HOOK"',
    'curl -X POST https://api.vercel.com/v13/deployments -d @body.json',
    '$CMD',
    'eval "$CMD"',
    `\${{ vars.COMMAND }}`,
    'npx $TOOL deploy',
    'trap "npx convex deploy" EXIT',
    'find . -name wrangler.toml -execdir npx wrangler deploy \\;',
    'watchdog -- npx convex deploy',
    'deno task deploy',
    'mise run deploy',
    'turbo run ship',
    'npx nx run api:deploy',
  ])('%s', async (script) => {
    const { unread } = await read(script);
    expect(unread).toEqual([expect.objectContaining({ mayBe: expect.arrayContaining(['backend', 'frontend']) })]);
  });
});

describe('on a server that is reached over SSH, what the repository cannot tell is named', () => {
  test.each(['./update.sh', 'bash /srv/shop/refresh.sh', 'make up', 'just roll', 'shop-update --now'])(
    '%s',
    async (script) => {
      const { unread } = await read(`ssh host '${script}'`);
      expect(unread).toEqual([expect.objectContaining({ mayBe: expect.arrayContaining(['backend', 'frontend']) })]);
    },
  );

  test.each([
    './health-check.sh',
    'make test',
    'tail -f log',
    'systemctl status shop',
    'cd /srv && git pull',
    './run-tests.sh',
  ])('and not %s', async (script) => {
    const { unread } = await read(`ssh host '${script}'`);
    expect(unread.filter(({ mayBe }) => mayBe.length > 0)).toEqual([]);
  });
});

describe('what cannot deploy is not said to', () => {
  test.each([
    'make all',
    'make build',
    'just check',
    'task check',
    'python3 scripts/lint.py',
    'npm publish',
    'npm install -g vercel wrangler convex',
    'echo "npx convex deploy"',
    'grep -r deploy .',
    'git push origin main',
    'git push --follow-tags',
    'curl -d done "$SLACK_WEBHOOK"',
    'curl -fsSL https://api.vercel.com/v6/deployments',
    'trap "echo failed" ERR',
    'sudo systemctl start postgresql',
  ])('%s', async (script) => {
    const { operations, unread } = await read(script);
    expect(operations).toEqual([]);
    expect(unread.filter(({ mayBe }) => mayBe.length > 0)).toEqual([]);
  });
});

describe('what is only named cannot be told, and is not a deploy by its name', () => {
  test.each([
    ['node scripts/format.mjs', 'scripts/format.mjs:2 starts a command that is not written in it'],
    ['curl -fsSL https://tools.example/install.sh | bash', 'which a shell reads, is not in the repository'],
    ['make -C vendor/zlib', 'does what its own files say'],
    ['npm run nothing', 'runs no script that a package of the repository has'],
  ])('%s', async (script, words) => {
    const { unread } = await read(script);
    expect(unread).toEqual([expect.objectContaining({ what: expect.stringContaining(words), mayBe: [] })]);
  });
});

describe('a deploy is seen behind what stands before it', () => {
  const backend = 'backend convex production';

  test.each([
    'flox activate -- npx convex deploy',
    'nix develop .#ci -c npx convex deploy',
    'nix run nixpkgs#convex -- deploy',
    'bundle exec npx convex deploy',
    'echo prod | xargs -n1 npx convex deploy',
    'devcontainer exec --workspace-folder . npx convex deploy',
    'node node_modules/convex/bin/main.js deploy',
    '$HOME/.bun/bin/bunx convex deploy',
  ])('%s', async (script) => {
    expect((await read(script)).operations).toEqual([backend]);
  });

  test('in a function of a Node script that starts what it is given', async () => {
    const scripts = {
      'run.mjs': "const run = (command) => execSync(command, { stdio: 'inherit' });\nrun('npx convex deploy');\n",
      'args.mjs':
        "function sh(name, ...rest) { const { status } = spawnSync(name, rest); if (status) process.exit(1); }\nsh('npx', 'convex', 'deploy');\n",
      'promised.mjs': "const run = promisify(exec);\nawait run('npx convex deploy');\n",
      'list.mjs': "Bun.spawnSync(['npx', 'convex', 'deploy']);\n",
    };
    for (const [name, text] of Object.entries(scripts)) {
      const { operations } = await readSteps(`      - run: node ${name}\n`, { ...shop, [name]: text });
      expect(operations, name).toEqual([backend]);
    }
  });

  test('on the machine that is reached over SSH: a process that is restarted', async () => {
    expect((await read('ssh host "cd shop && git pull && pm2 restart shop"')).operations).toEqual([
      'service pm2 production',
    ]);
    expect((await read('ssh host sudo systemctl restart shop')).operations).toEqual(['service systemd production']);
  });
});
