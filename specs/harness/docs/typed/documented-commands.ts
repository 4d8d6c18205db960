/** Where a command is typed. */
export type Place =
  /** This clone, with the config of a deployment that runs beside it. */
  | 'clone'
  /** A copy of it as a checkout brings it, without `node_modules`. */
  | 'checkout'
  /** The same with the check that docs/adding-a-check.md adds. */
  | 'example'
  /** A team's repository with the package installed. */
  | 'team'
  /** The folder of a Worker. */
  | 'worker';

/** A command that a spec types as it is written, with names of the example filled in. */
export interface Typed {
  in: Place;
  /** 0, where left out. */
  exitCode?: number;
  says: RegExp;
  /** It runs until it is told to end, once it has said that; it says this then. */
  ends?: RegExp;
}

export type Documented =
  | Typed
  /** It would reach other people's accounts: a form of it that changes nothing is typed. */
  | { typedAs: string; in: Place; says: RegExp; because: string }
  /** It is not typed here. */
  | { because: string };

const account = 'it works on an account';
const managers = 'specs/harness/package/other-managers.deep.spec.ts types it';
const engine = '`.ci/containers` has an engine, and this machine need not';

/** In the order in which they are typed: a gate reads the verdict of the run before it. */
export const documented: Readonly<Record<string, Documented>> = {
  // A checkout of Airlock
  'npm ci': { in: 'checkout', says: /added \d+ packages/ },
  'npm ci && npx vitest run --project prod': { in: 'checkout', says: /This is the embedded twin[\s\S]*exit 0/ },
  'npm ci && npm test': { because: 'it runs every spec, this one among them; `.ci/run` types it' },
  'npm test': { because: 'it runs every spec, this one among them; `.ci/run` types it' },
  'npm run lint': { in: 'checkout', says: /Checked \d+ files/ },
  'npm run types': { in: 'checkout', says: /^/ },
  'npx tsc': { in: 'checkout', says: /^/ },
  'npx tsc && npx biome check --write specs fixtures': { in: 'example', says: /No fixes applied/ },
  'npx node specs/harness/faults/write-list.ts': { in: 'example', says: /^/ },
  'npm run settings': { in: 'example', says: /node support\/adopt\/reference\/write-reference\.ts/ },
  'npx vitest run specs/harness/house specs/harness/settings': { in: 'example', says: /Test Files +\d+ passed/ },
  'npx vitest run --project harness specs/harness/site': { in: 'example', says: /Test Files +\d+ passed/ },
  "npx vitest run --project faults -t 'robots|stoppedSite'": { in: 'example', says: /3 passed/ },
  'npx vitest run --project faults -t searchIsDown': { because: 'it names a fault that a reader writes' },
  'mkdir -p .github/workflows && cp docs/nightly-workflow.yaml .github/workflows/airlock-nightly.yaml': {
    in: 'checkout',
    says: /^/,
  },
  'npm pack': { in: 'checkout', says: /airlock-\d+\.\d+\.\d+\.tgz/ },
  'npm run pack': { in: 'checkout', says: /airlock-\d+\.\d+\.\d+\.tgz · / },
  'npm ci --omit=dev': { in: 'checkout', says: /added \d+ packages/ },
  'npm install --package-lock-only': { in: 'checkout', says: /up to date|added|changed/ },

  // The clone, on a deployment
  'npm run init -- --repository ../acme --yes': { in: 'clone', says: /^Written\n {2}airlock\//m },
  // It asks questions, and here nobody is at a terminal.
  'npm run init -- --repository ../acme': { in: 'clone', exitCode: 78, says: /no terminal to ask questions on/ },
  'npm run doctor -- --env prod': { in: 'clone', says: /A gate run has what it needs/ },
  'npm run plan -- --env prod': { in: 'clone', says: /requests/ },
  'npm run browser': { in: 'clone', says: /hromium/ },
  'npm run contract -- --source apps/web --backend prod': { in: 'clone', says: /listCompanySites/ },
  'npm run order -- --env prod --to HEAD': { in: 'clone', says: /Safe order/ },
  'npm run rollback -- --env prod --to v1.4.2': { in: 'clone', says: /^GO: prod back to/m },
  'npm run rollback -- --env prod --to v1.4.2 --severity high --users most': {
    in: 'clone',
    says: /^GO: prod back to/m,
  },
  'npm run delivery -- --repository ../acme': { in: 'clone', says: /On a push to main/ },
  'npm run sync-env -- --mode local --dry-run': { in: 'clone', says: /Nothing was written/ },
  'npm run sync-env -- --mode local': { in: 'clone', says: /\.dev\.vars/ },
  'npm run sync-env -- --mode deploy-prod': { in: 'clone', says: /Nothing was written; --yes applies it|Nothing to/ },
  'npm run drift -- --env prod': { in: 'clone', says: /compared by value/ },
  'npm run drift -- --env prod --fix': { in: 'clone', says: /compared by value|Nothing/ },
  'npm run wait -- --env prod --commit SHA --for 10m': { in: 'clone', says: /5eaf00d/ },
  'npm run wait -- --env prod --commit "$GITHUB_SHA" --for 10m': { in: 'clone', says: /5eaf00d/ },
  'npm run migration -- --from dev --to prod --plan plan.yaml': { in: 'clone', exitCode: 1, says: /complete/ },
  'npm run migration -- --from dev --to prod --plan plan.yaml --preflight': { in: 'clone', says: /would move/ },
  'npm run migration -- --from before.zip --to prod --after dev --plan plan.yaml': {
    in: 'clone',
    exitCode: 1,
    says: /complete/,
  },
  'npx vitest run --project prod specs/worker': { in: 'clone', exitCode: 3, says: /only some of the checks ran/ },
  'npx vitest run --project prod': { in: 'clone', says: /exit 0/ },
  'npm run gate -- --env prod --without smoke': { in: 'clone', says: /Gate open/ },
  'npx playwright test --project prod': { in: 'clone', says: /Gate open/ },
  'npm run gate -- --env prod --commit "$GITHUB_SHA" --max-age 30m': { in: 'clone', says: /Gate open/ },
  'npm run report -- --env prod': { in: 'clone', says: /Gate open/ },
  'npm run baseline -- --env prod --until 2026-12-31': { in: 'clone', says: /baseline/ },
  'npx vitest run --project isolation': { in: 'clone', says: /exit 0/ },
  'npm run matrix': { in: 'clone', says: /dev → prod/ },
  'npm run notify -- --env isolation --max-age 26h': { in: 'clone', says: /./ },
  'npm run check -- --env preview --url https://….pages.dev --smoke': { in: 'clone', says: /preview/ },
  'npm run check -- --env prod --wait 10m --commit "$GITHUB_SHA" --smoke': { in: 'clone', says: /Gate open/ },
  'npx vitest run --project prod --shard ${{ matrix.shard }}/3 || [ $? -eq 3 ]': { in: 'clone', says: /shard/ },
  'npx playwright test --project prod --shard ${{ matrix.shard }}/3 || [ $? -eq 3 ]': { in: 'clone', says: /shard/ },
  'npm run merge-shards -- --env prod artifacts/': { in: 'clone', says: /Gate open/ },
  'DEPLOYMENT_CONFIG=fixtures/event-api/deployment.config.ts npx vitest run --project staging': {
    in: 'clone',
    says: /exit 0/,
  },
  'npm run twin': { in: 'clone', says: /Ctrl-C stops the twin/, ends: /stopping the twin/ },
  'npm run twin -- --convex ../acme/convex': { in: 'clone', says: /Ctrl-C stops the twin/, ends: /stopping the twin/ },
  'openssl rand -hex 32': { in: 'clone', says: /^[0-9a-f]{64}$/m },

  // A team's repository
  'npm i -D ./airlock-0.1.0.tgz': { in: 'team', says: /added \d+ packages/ },
  'npx airlock init --yes': {
    in: 'team',
    says: /^Written\n {2}airlock\/[\s\S]*npx airlock run prod is the first verdict/m,
  },
  'npx airlock doctor --env prod': { in: 'team', says: /A gate run has what it needs/ },
  'npx airlock plan --env prod': { in: 'team', says: /requests/ },
  'npx airlock --help': { in: 'team', says: /airlock run ENVIRONMENT/ },
  'npx airlock run prod': { in: 'team', says: /exit 0/ },
  'npx airlock smoke prod': { in: 'team', says: /Gate open/ },
  'npx airlock gate --env prod': { in: 'team', says: /Gate open/ },
  'npx airlock isolation': { in: 'team', says: /exit 0/ },
  'npx airlock check --env prod --whole': { in: 'team', says: /Gate open/ },

  'pnpm add -D ./airlock-0.1.0.tgz': { because: managers },
  'bun add -d ./airlock-0.1.0.tgz': { because: managers },

  // What takes an hour, a window or somebody's account
  'npm run faults': { because: 'it plants every fault, which takes half an hour; `.ci/run` plants them' },
  'npm run mutation': { because: 'it takes hours' },
  'npm run mutation gate': { because: 'it takes minutes' },
  'npm run bench': {
    typedAs: 'npm run bench -- --help',
    in: 'clone',
    says: /bench/,
    because: 'it measures the machine',
  },
  'npx playwright show-trace reports/acme/prod/smoke/…/trace.zip': {
    typedAs: 'npx playwright show-trace --help',
    in: 'clone',
    says: /show-trace/,
    because: 'it opens a window',
  },
  'npx wrangler secret put ATTEST_TOKEN': {
    typedAs: 'npx wrangler secret put --help',
    in: 'worker',
    says: /secret put <key>/,
    because: account,
  },
  'npx wrangler tail': { typedAs: 'npx wrangler tail --help', in: 'worker', says: /wrangler tail/, because: account },
  'npx wrangler deploy': { typedAs: 'npx wrangler deploy --dry-run', in: 'worker', says: /dry-run/, because: account },
  'npx wrangler deploy --tag "$(git rev-parse --short=12 HEAD)"': {
    typedAs: 'npx wrangler deploy --dry-run --tag "$(git rev-parse --short=12 HEAD)"',
    in: 'worker',
    says: /dry-run/,
    because: account,
  },
  'wrangler deploy --var NAME:value': {
    typedAs: 'npx wrangler deploy --dry-run --var NAME:value',
    in: 'worker',
    says: /dry-run/,
    because: account,
  },
  'wrangler pages deploy --commit-hash': {
    typedAs: 'npx wrangler pages deploy --help',
    in: 'worker',
    says: /--commit-hash/,
    because: account,
  },
  'npx convex deploy': {
    typedAs: 'npx convex deploy --help',
    in: 'clone',
    says: /Usage: convex deploy/,
    because: account,
  },
  'npx convex deploy --yes': {
    typedAs: 'npx convex deploy --help',
    in: 'clone',
    says: /Deploys code to a deployment/,
    because: account,
  },
  'npx convex import --replace': {
    typedAs: 'npx convex import --help',
    in: 'clone',
    says: /--replace/,
    because: account,
  },
  'npx convex run': { typedAs: 'npx convex run --help', in: 'clone', says: /Usage: convex run/, because: account },
  'npx convex function-spec': {
    typedAs: 'npx convex function-spec --help',
    in: 'clone',
    says: /Usage: convex function-spec/,
    because: account,
  },
  'docker compose run --rm SERVICE COMMAND': { because: engine },
  'docker compose logs SERVICE': { because: engine },
  'docker compose up -d --pull always SERVICE': { because: engine },
  'docker inspect': { because: engine },
  '.ci/containers': { because: 'it starts a container engine, and ends with 1 where there is none' },
};
