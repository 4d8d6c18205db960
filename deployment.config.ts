import {
  badInputNames,
  commonSecrets,
  defineDeployment,
  logIngestionWorker,
  traceLimit,
} from './support/profile/index.ts';

/**
 * The deployment that Airlock verifies. The one that ships describes the embedded twin, so that a fresh clone has
 * something real to verify. Replace it with your own: the README shows how, in five minutes.
 */
export default defineDeployment({
  name: 'embedded twin',
  embedded: 'fixtures/twin/embedded.ts',
  table: {
    file: 'fixtures/twin/twin.table',
    targets: ['NEXTJS', 'CONVEX', 'GITHUB', 'LOG_WORKER'],
    keys: {
      CONVEX_DEPLOYMENT: { type: 'convex-deployment', isolated: true },
      NEXT_PUBLIC_CONVEX_URL: { type: 'url', isolated: true },
      CONVEX_DEPLOY_KEY: { type: 'secret', isolated: true },
      NEXT_PUBLIC_LOG_WORKER_URL: { type: 'url', isolated: true },
      UPSTASH_REDIS_REST_URL: { type: 'url', isolated: true },
      UPSTASH_REDIS_REST_TOKEN: { type: 'secret', isolated: true },
      ALLOWED_ORIGINS: { type: 'origins' },
      NEXT_PUBLIC_APP_URL: { type: 'origin', isolated: true },
    },
  },
  environments: {
    dev: {
      class: 'development',
      loopback: true,
      // Nobody needs the logs of the twin's development: its gate may delete them.
      effects: ['canary', 'burst', 'destructive'],
      values: {
        SMOKE_EMAIL: 'worker@company-1.patient-heron-417.example',
        LOG_WORKER_SCRIPT: 'twin-log-worker-dev',
        GITHUB_ENVIRONMENT: 'development',
      },
    },
    // The twin's production runs on this machine, and nobody's quota is spent: it allows what a real one may not.
    prod: {
      class: 'production',
      loopback: true,
      effects: ['canary', 'burst'],
      values: {
        SMOKE_EMAIL: 'worker@company-1.steady-otter-902.example',
        LOG_WORKER_SCRIPT: 'twin-log-worker-prod',
        GITHUB_ENVIRONMENT: 'production',
      },
    },
  },
  sync: {
    targets: {
      NEXTJS: { platform: 'pages', name: { value: 'twin-site' }, localFile: 'apps/web/.env.local' },
      CONVEX: {
        platform: 'convex',
        localFile: 'apps/convex/.env.local',
        // Given to the deployment by the twin itself.
        unmanaged: ['APP_ORIGIN', 'GITHUB_CLIENT_ID'],
      },
      GITHUB: {
        platform: 'github',
        environment: { key: 'GITHUB_ENVIRONMENT' },
        // The organisation lends it to every repository.
        unmanaged: ['CLOUDFLARE_API_TOKEN'],
      },
      LOG_WORKER: {
        platform: 'worker',
        name: { key: 'LOG_WORKER_SCRIPT' },
        localFile: 'apps/worker/.dev.vars',
        wrangler: 'fixtures/twin/worker/wrangler.jsonc',
        // The site gets another port with each start.
        setAtDeploy: ['ALLOWED_ORIGINS'],
        attest: { url: { key: 'NEXT_PUBLIC_LOG_WORKER_URL' }, token: { key: 'LOG_WORKER_ATTEST_TOKEN' } },
      },
    },
  },
  delivery: {
    repository: 'fixtures/twin/repository',
    deploysItself: [],
    approval: 'reviewer',
    versions: { githubEnvironment: 'production' },
  },
  platforms: {
    convex: {
      url: { key: 'NEXT_PUBLIC_CONVEX_URL' },
      deployment: { key: 'CONVEX_DEPLOYMENT' },
      deployKey: { key: 'CONVEX_DEPLOY_KEY' },
      frontends: [{ root: 'fixtures/twin/site/app' }],
      deployCommand: 'cd fixtures/twin/backend && npx convex deploy --yes',
      backend: { source: 'fixtures/twin/backend/convex' },
      version: { path: '/health', field: 'commit' },
      httpRoutes: ['GET /health', 'POST /incidents/report'],
      canaryQuery: { path: 'companies/list:listCompanies', minimumItems: 1 },
      promotedFrom: { environment: 'dev', functionSpec: 'fixtures/twin/dev-function-spec.json' },
    },
    worker: {
      ...logIngestionWorker,
      url: { key: 'NEXT_PUBLIC_LOG_WORKER_URL' },
      allowedOrigins: { key: 'ALLOWED_ORIGINS' },
      redis: { url: { key: 'UPSTASH_REDIS_REST_URL' }, token: { key: 'UPSTASH_REDIS_REST_TOKEN' } },
      rateLimits: [traceLimit({ perTrace: 20, perSystem: 400, global: 1_000, windowMs: 3_600_000 })],
      refusesBadInput: [...badInputNames],
      redacts: commonSecrets,
      durableState: {
        stored: 'components.rate_limiter.state_version',
        known: 'components.rate_limiter.known_state_version',
      },
      adminRoutes: [{ path: '/logs/clear', authenticatesFirst: true }],
      version: { health: 'version.commit', header: 'x-version', commit: { value: '5eaf00d5eaf0' } },
      // Only the twin has a clock that can be moved: no window of an hour has to be waited for.
      testClock: '/clock',
    },
    isolation: {
      signIn: [{ name: 'GitHub', path: '/auth/github/start' }],
      links: [{ path: 'links/passwordReset:previewPasswordResetLink', args: { email: 'worker@company-1.example' } }],
      canary: {
        document: {
          create: {
            path: 'sessions/create:createSession',
            args: { email: 'worker@company-1.${deployment}.example' },
          },
          table: 'sessions',
          expires: 'a session ends after eight hours',
        },
      },
    },
    cloudflare: {
      accountId: { value: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' },
      apiToken: { key: 'CLOUDFLARE_API_TOKEN' },
      api: { key: 'CLOUDFLARE_API_URL', default: 'https://api.cloudflare.com/client/v4' },
    },
    github: {
      repository: { value: 'acme/incidents' },
      token: { key: 'GITHUB_TOKEN' },
      api: { key: 'GITHUB_API_URL', default: 'https://api.github.com' },
    },
    pages: {
      url: { key: 'NEXT_PUBLIC_APP_URL' },
      version: { file: '/version.json', commit: { value: '5eaf00d5eaf0' } },
      routes: [
        { path: '/', contains: '<main' },
        { path: '/sites', contains: '<main' },
        { path: '/incidents', contains: '<main' },
        { path: '/no-such-page', status: 404 },
      ],
    },
    smoke: {
      journeys: 'fixtures/twin/journeys',
      pages: [
        { path: '/', landmark: { role: 'region', name: 'Company list' } },
        { path: '/sites', landmark: { role: 'region', name: 'Site list' } },
        { path: '/incidents', landmark: { role: 'region', name: 'Incident list' } },
        { path: '/account', landmark: { role: 'region', name: 'Signed in' }, signedIn: true },
        { path: '/no-such-page', landmark: { role: 'main', name: 'Page not found' }, status: 404 },
      ],
      signIn: {
        path: '/sign-in',
        fields: [{ label: 'Email', value: { key: 'SMOKE_EMAIL' } }],
        submit: 'Sign in',
        landmark: { role: 'region', name: 'Signed in' },
      },
    },
  },
});
