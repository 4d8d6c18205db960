/** Repositories of different shape, as `init` meets them: their files, and what it has to find. */
export interface Shape {
  files: Readonly<Record<string, string>>;
  apps?: readonly string[];
  workers?: readonly string[];
  convex?: string;
  /** Nothing is found for the table, which a run then says. */
  isEmpty?: true;
  /** What the config has to contain, and what it must not. */
  config?: readonly RegExp[];
  not?: readonly RegExp[];
}

const manifest = (name: string | undefined, dependencies: readonly string[] = [], more: object = {}) =>
  JSON.stringify({
    ...(name !== undefined && { name }),
    dependencies: Object.fromEntries(dependencies.map((each) => [each, '1.0.0'])),
    ...more,
  });
const worker = (name: string, health = '/health') => ({
  [`${name}/wrangler.jsonc`]: `{ // the Worker\n  "name": "${name.split('/').at(-1)}", "main": "src/index.ts" }`,
  [`${name}/package.json`]: manifest(name.split('/').at(-1), ['hono']),
  [`${name}/src/index.ts`]: `app.get('${health}', (c) => c.json({ status: 'ok' }));`,
});

export const shapes: Readonly<Record<string, Shape>> = {
  'nothing but a README': { files: { 'README.md': '# acme\n' }, isEmpty: true },
  'a Python service': {
    files: { 'pyproject.toml': '[project]\nname = "acme"\n', '.env': 'DATABASE_URL=postgres://a:b@db/acme\n' },
  },
  'a pnpm monorepo with two Workers': {
    files: {
      'package.json': manifest('acme'),
      'pnpm-workspace.yaml': 'packages:\n  - "apps/*"\n  - "!apps/old"\n',
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      'apps/web/package.json': manifest('@acme/web', ['next']),
      'apps/old/package.json': manifest('@acme/old', ['next']),
      'examples/demo/package.json': manifest('demo', ['next']),
      ...worker('apps/logs'),
      ...worker('apps/mail', '/healthz'),
      'apps/web/.env.production':
        'NEXT_PUBLIC_LOG_WORKER_URL=https://logs.acme.com\nNEXT_PUBLIC_APP_URL=https://app.acme.com\n',
    },
    apps: ['apps/web'],
    workers: ['logs', 'mail'],
    config: [/workers: \{/, /logs: \{/, /mail: \{/, /endpoints: \{ health: '\/healthz' \}/],
  },
  'a bun repository with a binary lock': {
    files: {
      'package.json': manifest('acme', ['vite', 'convex']),
      'bun.lockb': '\0',
      'index.html': '<!doctype html>',
      'convex/a.ts': '',
    },
    apps: [''],
    convex: 'convex',
  },
  'Next.js on Cloudflare, whose Worker is the site': {
    files: {
      'package.json': manifest('acme', ['next', '@opennextjs/cloudflare']),
      'wrangler.jsonc':
        '{ "name": "acme-site", "main": ".open-next/worker.js", "assets": { "directory": ".open-next/assets" } }',
    },
    apps: [''],
    workers: [],
    not: [/worker: \{/],
  },
  'TanStack Start on Cloudflare, whose Worker is the site': {
    files: {
      'package.json': manifest('acme', ['@tanstack/react-start', 'vite']),
      'wrangler.jsonc': '{ "name": "acme-site", "main": "@tanstack/react-start/server-entry" }',
    },
    apps: [''],
    workers: [],
  },
  'a site on Pages': {
    files: {
      'package.json': manifest('acme', ['astro']),
      'wrangler.toml': 'name = "acme"\npages_build_output_dir = "dist"\n[vars]\nPUBLIC_SITE_URL = "https://acme.com"\n',
    },
    apps: [''],
    workers: [],
    config: [/PUBLIC_SITE_URL/],
  },
  'a Worker alone, with a custom domain': {
    files: {
      'package.json': manifest('acme-api', ['hono']),
      'wrangler.toml':
        'name = "api"\nmain = "src/index.ts"\nroutes = [{ pattern = "api.acme.com", custom_domain = true }]\n[env.staging]\nname = "api-staging"\nroutes = [{ pattern = "api.staging.acme.com", custom_domain = true }]\n',
      'src/index.ts': 'export default {};',
    },
    workers: ['api'],
    config: [/\/\/ worker: \{ url: \{ key: 'WORKER_URL' \}/],
  },
  'Convex in a package of its own': {
    files: {
      'package.json': manifest('acme', [], { workspaces: { packages: ['packages/*', 'apps/*'] } }),
      'packages/backend/package.json': manifest('@acme/backend', ['convex']),
      'packages/backend/convex.json': '{\n  // where functions are\n  "functions": "./functions/",\n}\n',
      'packages/backend/functions/a.ts': '',
      'apps/web/package.json': manifest('@acme/web', ['nuxt', 'convex']),
      'apps/web/.env': 'NUXT_PUBLIC_CONVEX_URL="https://happy-animal-123.convex.cloud"\n',
    },
    apps: ['apps/web'],
    convex: 'packages/backend/functions',
    config: [/backend: \{ source: '\.\.\/packages\/backend\/functions' \}/],
  },
  'two sites': {
    files: {
      'package.json': manifest('acme', [], { workspaces: ['sites/*'] }),
      'sites/shop/package.json': manifest('shop', ['@remix-run/node', 'convex']),
      'sites/blog/package.json': manifest('blog', ['astro']),
      'sites/shop/convex/a.ts': '',
    },
    apps: ['sites/blog', 'sites/shop'],
    convex: 'sites/shop/convex',
    config: [/sites: \{/],
  },
  'two sites that call one Worker, in packages that give one key different values': {
    files: {
      'package.json': manifest('acme', [], { workspaces: ['sites/*', 'workers/*'] }),
      'sites/shop/package.json': manifest('shop', ['nuxt']),
      'sites/shop/.env.production': 'SITE_URL=https://shop.acme.com\nLOG_WORKER_URL=https://logs.acme.com\n',
      'sites/blog/package.json': manifest('blog', ['astro']),
      'sites/blog/.env.production': 'SITE_URL=https://blog.acme.com\nLOG_WORKER_URL=https://logs.acme.com\n',
      ...worker('workers/log-worker'),
      'workers/log-worker/wrangler.jsonc':
        '{ "name": "log-worker", "main": "src/index.ts", "vars": { "ALLOWED_ORIGINS": "https://shop.acme.com" } }',
    },
    config: [
      /SITE_URL', target: 'SHOP'/,
      /SITE_URL', target: 'BLOG'/,
      /url: \{ key: 'LOG_WORKER_URL' \}/,
      /ALLOWED_ORIGINS/,
    ],
  },
  'packages that only build or test with Vite': {
    files: {
      'package.json': manifest('acme', [], { workspaces: ['packages/*'], devDependencies: { vite: '8.0.0' } }),
      'packages/ui/package.json': manifest('ui', ['vite']),
      'packages/ui/vite.config.ts': 'export default { build: { lib: {} } };',
    },
    apps: [],
    isEmpty: true,
  },
  'names and values that need care': {
    files: {
      'package.json': manifest(undefined, ['next']),
      '.env.production': [
        'export NEXT_PUBLIC_APP_URL=https://app.acme.com',
        'FEATURES="a|b"',
        'TEMPLATE=${HOME}/x',
        'QUOTE="it\'s `here` \\\\ #1"',
        'MULTI="one',
        'two"',
        'lower_case=1',
        'EMPTY=',
        'SPACED="  x  "',
        'DASH=-',
        'SECRET_KEY=not-a-real-one',
      ].join('\r\n'),
      '.env.development': [
        'FEATURES=a',
        'TEMPLATE=x',
        'QUOTE=q',
        'MULTI=m',
        'lower_case=2',
        'EMPTY=',
        'SPACED=x',
        'DASH=n/a',
      ].join('\n'),
      "it's apps/web app/package.json": manifest("o'clock", ['next']),
    },
  },
  'files that cannot be read': {
    files: {
      'package.json': manifest('acme', ['next']),
      'broken/package.json': '{',
      'apps/logs/wrangler.toml': 'name = ',
      'convex.json': 'null',
      '.github/workflows/deploy.yml': ': : :',
      '.env.production': Array.from({ length: 300 }, (_, index) => `KEY_${index}=${'x'.repeat(200)}`).join('\n'),
    },
    apps: [''],
  },
  'two Workers of one name, and one whose name is not an identifier': {
    files: {
      'package.json': manifest('acme'),
      'one/wrangler.json': '{ "name": "log-worker", "main": "a.ts" }',
      'two/wrangler.json': '{ "name": "log-worker", "main": "a.ts" }',
      'three/wrangler.json': '{ "name": "3d_maps!", "main": "a.ts" }',
    },
    workers: ['log-worker', '3d_maps!', 'log-worker'],
    isEmpty: true,
  },
  'a package of the team, in an Airlock folder of its own': {
    files: { 'package.json': manifest('@acme/airlock', ['next']), 'airlock/notes.md': '' },
    apps: [''],
  },
};
