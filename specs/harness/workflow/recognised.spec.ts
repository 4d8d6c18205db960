import { describe, expect, test } from 'vitest';
import { readStep, readSteps } from './one-step.ts';

const expression = (text: string) => `\${{ ${text} }}`;
const pages = 'frontend cloudflare-pages production';
const backend = 'backend convex production';
const worker = 'worker cloudflare-workers production';

describe('a command is recognised', () => {
  test.each<[string, string[]]>([
    ['npx convex deploy', [backend]],
    ['npx convex@1.48.0 deploy --yes', [backend]],
    ['pnpm exec convex deploy', [backend]],
    ['pnpm dlx convex deploy', [backend]],
    ['bunx convex deploy --cmd "npm run x"', [backend]],
    ['yarn convex deploy', [backend]],
    ['./node_modules/.bin/convex deploy', [backend]],
    ['npx convex deploy --preview-create pr-1', ['backend convex preview']],
    ['npx convex deploy --dry-run', ['backend convex nothing']],
    ['npx convex run migrations:all --prod', ['migration convex production']],
    ['npx convex env set A b', ['settings convex production']],
    ['npx convex dev --once', [backend]],
    ['npx convex logs', []],
    [
      "npx convex deploy --cmd 'npx vite build && npx wrangler pages deploy dist'",
      ['build site nothing', pages, backend],
    ],
    ['sudo -E env A=1 timeout 60 npx convex deploy', [backend]],
    ['doppler run -- npx convex deploy', [backend]],
    ['docker run --rm -e CONVEX_DEPLOY_KEY -v "$PWD":/app -w /app node:22 npx convex deploy', [backend]],
    ['docker compose run --rm tools npx convex deploy', [backend]],
    ['podman run --rm --env-file=.env node:22 sh -c "npx convex deploy"', [backend]],
    ["bash -c 'cd apps/worker && npx wrangler deploy'", [worker]],
    ['ssh deploy@host "cd app && docker compose up -d"', ['container docker production']],
    [`ssh -i key host "bash -c 'npx convex deploy'"`, [backend]],
    ['ssh host <<EOF\nnpx convex deploy\nEOF', [backend]],
    ['docker compose run --rm app npx convex deploy', [backend]],
    ['npx wrangler pages deploy dist --project-name shop', [pages]],
    ['npx wrangler pages deploy dist --branch=preview', ['frontend cloudflare-pages preview']],
    ['npx wrangler deploy dist', ['frontend cloudflare-workers production']],
    ['cd apps/worker\nnpx wrangler deploy --env production', [worker]],
    ['npx wrangler deploy --cwd apps/worker', [worker]],
    ['cd apps/site && npx wrangler deploy', ['frontend cloudflare-workers production']],
    ['cd apps/worker; npx wrangler versions upload', ['worker cloudflare-workers preview']],
    ['cd apps/worker; echo $S | npx wrangler secret put S', ['settings cloudflare-workers production']],
    [
      'npx opennextjs-cloudflare build && npx opennextjs-cloudflare deploy',
      ['build site nothing', 'frontend cloudflare-workers production'],
    ],
    ['vercel deploy --prebuilt --prod --token=$T', ['frontend vercel production']],
    ['npx vercel --token $T', ['frontend vercel preview']],
    ['vercel pull --yes', []],
    ['netlify deploy --dir=dist --prod', ['frontend netlify production']],
    ['netlify deploy --dir dist', ['frontend netlify preview']],
    [
      'docker build -t ghcr.io/acme/app:1 .\ndocker push ghcr.io/acme/app:1',
      ['build docker nothing', 'image docker nothing'],
    ],
    ['docker run -d --name app ghcr.io/acme/app:1', ['container docker production']],
    ['docker run --rm postgres:17 psql', []],
    ['flyctl deploy --remote-only', ['service fly production']],
    ['kubectl set image deployment/app app=ghcr.io/acme/app:1', ['service kubernetes production']],
    ['eas update --auto', ['frontend expo production']],
    ['npm run deploy:convex', [backend]],
    ['npm run deploy', [backend, pages]],
    ['npm run deploy -w web', [pages]],
    ['npm run deploy --if-present -w web --silent', [pages]],
    ['npm --prefix apps/web run deploy', [pages]],
    ['pnpm --filter web deploy:prod', ['build site nothing', pages]],
    ['pnpm -C apps/web deploy:prod', ['build site nothing', pages]],
    ['yarn workspace web deploy', [pages]],
    ['bun run --filter web deploy', [pages]],
    ['bun --cwd apps/web run deploy', [pages]],
    ['cd apps/web && node --run deploy', [pages]],
    // turbo runs what `dependsOn` names in other packages as well, and no script of the root.
    ['npx turbo run deploy --filter=web', [worker, pages]],
    ['npx turbo run deploy --filter=web --only', [pages]],
    ['turbo deploy', [worker, pages]],
    ['./scripts/deploy.sh', [worker]],
    ['bash scripts/deploy.sh', [worker]],
    ['source scripts/deploy.sh', [worker]],
    ['node scripts/deploy.mjs', [backend, pages]],
    ['npm run release', []],
    ['npm run around', []],
    ['CMD="npx convex deploy"\n$CMD', [backend]],
    ['ship() { npx convex deploy; }\nship', [backend]],
    ['OUT=$(npx convex deploy 2>&1)', [backend]],
    ['npx vitest run --project prod', []],
    ['npx concurrently "npm run deploy:convex" "npm:deploy -w web"', [backend, pages]],
  ])('%s', async (script, operations) => {
    expect((await readStep(script)).operations.sort()).toEqual([...operations].sort());
  });
});

test.each([
  ['pnpm --filter web exec convex deploy', 'apps/web'],
  ['pnpm -C apps/web exec convex deploy', 'apps/web'],
  ['pnpm --dir=apps/web dlx convex deploy', 'apps/web'],
  ['npm exec -w web -- convex deploy', 'apps/web'],
  ['npm x --workspace=apps/web convex deploy', 'apps/web'],
  ['npx -w web convex deploy', 'apps/web'],
  ['npm --prefix apps/web exec convex deploy', 'apps/web'],
  ['yarn workspace web convex deploy', 'apps/web'],
  ['yarn --cwd apps/web convex deploy', 'apps/web'],
  ['bun --cwd apps/web x convex deploy', 'apps/web'],
  ['bun run --cwd apps/web convex deploy', 'apps/web'],
  ["npx -c 'cd apps/worker && convex deploy'", 'apps/worker'],
  ['npx -y convex@latest deploy', ''],
])('a command is run where its manager is told to: %s', async (script, folder) => {
  expect((await readStep(script)).folders).toEqual([folder]);
});

describe('an action is recognised', () => {
  test.each<[string, string[]]>([
    ['cloudflare/wrangler-action@v3\n        with: { command: pages deploy dist }', [pages]],
    ['cloudflare/wrangler-action@v3\n        with: { workingDirectory: apps/worker }', [worker]],
    [
      'cloudflare/wrangler-action@v3\n        with: { command: "secret put A", workingDirectory: apps/worker }',
      ['settings cloudflare-workers production'],
    ],
    ['cloudflare/pages-action@v1\n        with: { projectName: shop, directory: dist }', [pages]],
    ['amondnet/vercel-action@v25\n        with: { vercel-args: --prod }', ['frontend vercel production']],
    ['actions/deploy-pages@v4', ['frontend github-pages production']],
    ['docker/build-push-action@v6\n        with: { push: true, tags: "ghcr.io/acme/app:1" }', ['image docker nothing']],
    [
      'appleboy/ssh-action@v1\n        with: { host: h, script: "cd app && docker compose up -d" }',
      ['container docker production'],
    ],
    ['actions/setup-node@v4', []],
  ])('%s', async (uses, operations) => {
    const { operations: found, unread } = await readSteps(`      - uses: ${uses}\n`);
    expect(found).toEqual(operations);
    expect(unread).toEqual([]);
  });
});

describe('what is not read is said', () => {
  test.each<[string, string]>([
    ['make deploy', '`make deploy` does what its own files say'],
    ['terraform apply -auto-approve', '`terraform apply -auto-approve` does what its own files say'],
    [`curl -X POST "${expression('secrets.VERCEL_DEPLOY_HOOK')}"`, 'starts a deployment by a hook'],
    ['./bin/deploy-all', '`./bin/deploy-all` is not in the repository'],
    ['python scripts/deploy.py', '`python scripts/deploy.py` is not followed'],
    ['npm run deploy -w api', 'runs no script that a package of the repository has'],
    ['pnpm deploy', "is pnpm's own command, and no script"],
    ['npm run around', 'runs itself'],
    ['node scripts/maybe.mjs', 'runs `npx convex deploy` under a condition'],
    ['gh workflow run deploy.yml', 'does what its own files say'],
  ])('%s', async (script, words) => {
    expect((await readStep(script)).unread).toEqual([expect.stringContaining(words)]);
  });

  test.each([
    ['acme/deploy-action@v2', 'acme/deploy-action@v2 is not read'],
    ['./.github/actions/none', './.github/actions/none is not in the repository'],
  ])('%s', async (uses, words) => {
    expect((await readSteps(`      - uses: ${uses}\n`)).unread).toEqual([words]);
  });

  test('a script for PowerShell', async () => {
    const { unread } = await readSteps('      - run: npx convex deploy\n        shell: pwsh\n');
    expect(unread).toEqual(['a script for pwsh is not read']);
  });
});

describe('`convex deploy` that cannot do its work', () => {
  const key = `    env: { CONVEX_DEPLOY_KEY: "${expression('secrets.KEY')}" }\n`;
  const problems = async (script: string, job = key) =>
    (await readSteps(`      - run: ${script}\n`, undefined, job)).problems.map(({ received }) => received);

  test.each<[string, string]>([
    ['npx convex deploy --prod', '--prod: the command ends with an error'],
    ['npx convex deploy --cmd-url-env-var-name VITE_URL', '`--cmd-url-env-var-name` alone'],
    ['npx convex deploy production', 'production: the command ends with an error'],
    ['cd apps/web && npx convex deploy', 'apps/web'],
    ['cd convex/convex && npx convex deploy', 'convex/convex, which does not exist in the repository'],
    ['npx convex dev --once', '`convex dev --once`'],
  ])('%s', async (script, words) => {
    expect(await problems(script)).toEqual([expect.stringContaining(words)]);
  });

  test('has no key', async () => {
    expect(await problems('npx convex deploy', '')).toEqual([expect.stringContaining('no `--yes`')]);
    expect(
      await problems('npx convex deploy', '    env: { CONVEX_SELF_HOSTED_URL: "https://a.example" }\n'),
    ).toHaveLength(1);
    expect(await problems('npx convex deploy')).toEqual([]);
    expect(await problems(`CONVEX_DEPLOY_KEY=${expression('secrets.KEY')} npx convex deploy`, '')).toEqual([]);
    expect(await problems('doppler run -- npx convex deploy', '')).toEqual([]);
    expect(await problems('ssh host npx convex deploy', '')).toEqual([]);
    expect(
      await problems('npx convex deploy', '    env: { CONVEX_SELF_HOSTED_URL: a, CONVEX_SELF_HOSTED_ADMIN_KEY: b }\n'),
    ).toEqual([]);
  });

  test('is in a folder that an earlier `cd` leads out of, and no other', async () => {
    const { folders } = await readStep('(cd apps/web && npm ci)\ncd "$GITHUB_WORKSPACE"\nnpx convex deploy');
    expect(folders).toEqual(['']);
  });
});

test('places lead from the workflow to the script', async () => {
  const { places } = await readStep('npm ci\nnpm run deploy');
  expect(places).toEqual([
    ['.github/workflows/a.yml:8', 'package.json:1'],
    ['.github/workflows/a.yml:8', 'package.json:1', 'apps/web/package.json:1'],
  ]);
});
