import { defineDeployment } from './support/profile/index.ts';

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
    dev: { class: 'development', loopback: true },
    // The twin's production runs on this machine, and nobody's quota is spent: it allows what a real one may not.
    prod: { class: 'production', loopback: true, effects: ['canary', 'burst'] },
  },
  platforms: {
    convex: {
      url: { key: 'NEXT_PUBLIC_CONVEX_URL' },
      deployment: { key: 'CONVEX_DEPLOYMENT' },
      deployKey: { key: 'CONVEX_DEPLOY_KEY' },
      frontends: [{ root: 'fixtures/twin/site/app' }],
      deployCommand: 'cd fixtures/twin/backend && npx convex deploy --yes',
    },
    worker: {
      url: { key: 'NEXT_PUBLIC_LOG_WORKER_URL' },
      allowedOrigins: { key: 'ALLOWED_ORIGINS' },
      rateLimits: [{ per: 'trace', limit: 20, windowMs: 3_600_000 }],
    },
    pages: {
      url: { key: 'NEXT_PUBLIC_APP_URL' },
      routes: [
        { path: '/', contains: '<main' },
        { path: '/sites', contains: '<main' },
        { path: '/incidents', contains: '<main' },
        { path: '/no-such-page', status: 404 },
      ],
    },
    smoke: {
      pages: [
        { path: '/', landmark: { role: 'region', name: 'Company list' } },
        { path: '/sites', landmark: { role: 'region', name: 'Site list' } },
        { path: '/incidents', landmark: { role: 'region', name: 'Incident list' } },
      ],
    },
  },
});
