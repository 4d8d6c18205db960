import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { doorRules } from '../../../support/check/door-rules.ts';
import {
  counterpart,
  loadDeployment,
  named,
  pageOrigins,
  placedSettings,
  resolveProfile,
} from '../../../support/profile/index.ts';
import type { DeploymentInput } from '../../../support/profile/schema.ts';
import { deploymentWith, problemsOf, temporaryFolder } from '../profile/temporary-deployment.ts';

const table = `| TARGET | KEY | DEV_VALUE | PROD_VALUE |
|---|---|---|---|
| A | LOGS_URL | https://logs-dev.example | https://logs.example |
| A | IMAGES_URL | https://images-dev.example | https://images.example |
| A | APP_URL | https://app-dev.example | https://app.example |
| A | ADMIN_URL | https://admin-dev.example | https://admin.example |
| A | CORE_URL | https://core-dev.example | https://core.example |
| A | CORE_NAME | dev:happy-animal-1 | prod:calm-river-2 |
| A | MEDIA_URL | https://media-dev.example | https://media.example |
| A | MEDIA_NAME | dev:quick-fox-3 | prod:slow-owl-4 |
`;

const logs = { url: { key: 'LOGS_URL' }, site: 'app' };
const images = { url: { key: 'IMAGES_URL' }, site: 'admin' };
const core = { url: { key: 'CORE_URL' }, deployment: { key: 'CORE_NAME' }, site: 'app' };
const media = { url: { key: 'MEDIA_URL' }, deployment: { key: 'MEDIA_NAME' }, site: 'admin' };
const sites = { app: { url: { key: 'APP_URL' } }, admin: { url: { key: 'ADMIN_URL' } } };
const smoke = { site: 'app', pages: [{ path: '/', landmark: { role: 'main', name: 'Shop' } }] } as const;
const several = { workers: { logs, images }, sites, backends: { core, media } };

function configWith(platforms: unknown, rest: Partial<DeploymentInput> = {}): DeploymentInput {
  return {
    name: 'several',
    table: { file: 'app.table', targets: ['A'] },
    environments: { dev: { class: 'development' }, prod: { class: 'production' } },
    platforms,
    ...rest,
  } as DeploymentInput;
}

const profileOf = (platforms: unknown) =>
  resolveProfile(deploymentWith({ config: configWith(platforms), table }), 'prod', { variables: {} });

async function mistakesIn(platforms: unknown, rest: Partial<DeploymentInput> = {}): Promise<string[]> {
  const text = `export default ${JSON.stringify(configWith(platforms, rest))};`;
  const directory = temporaryFolder({ 'a.config.ts': text, 'app.table': table });
  const problems = await problemsOf(() => loadDeployment(path.join(directory, 'a.config.ts')));
  return problems.map(({ place, message }) => `${place}: ${message}`);
}

describe('several sections of a platform', () => {
  test('are a list in the profile, each with its name and what it is called in messages', () => {
    const { workers, sites: own, backends } = profileOf(several);
    expect(workers.map(({ name, called, label }) => [name, called, label])).toEqual([
      ['logs', 'the Worker logs', 'Worker logs'],
      ['images', 'the Worker images', 'Worker images'],
    ]);
    expect(own.map(({ name, url }) => [name, url.value])).toEqual([
      ['app', 'https://app.example'],
      ['admin', 'https://admin.example'],
    ]);
    expect(backends.map(({ called }) => called)).toEqual(['the Convex deployment core', 'the Convex deployment media']);
  });

  test('are one without a label where one stands alone, and none where there is none', () => {
    const { workers, sites: own, backends } = profileOf({ worker: { url: { key: 'LOGS_URL' } } });
    expect(workers).toMatchObject([{ name: 'worker', called: 'the Worker', place: 'platforms.worker' }]);
    expect(workers[0]).not.toHaveProperty('label');
    expect([own, backends]).toEqual([[], []]);
  });

  test('are all reached by the door, and by pages', () => {
    const profile = profileOf(several);
    const names = ['core', 'media', 'logs', 'images', 'app', 'admin'];
    const origins = names.map((name) => `https://${name}.example`);
    // Of a site, what must lead to it is asked too: plain HTTP, and the host with `www`.
    const besideSites = ['app', 'admin'].flatMap((name) => [
      `http://${name}.example`,
      `https://www.${name}.example`,
      `http://www.${name}.example`,
    ]);
    const admitted = doorRules([profile]).origins.map(({ origin }) => origin);
    expect(admitted.sort()).toEqual([...origins, ...besideSites].sort());
    expect([...pageOrigins(profile).keys()]).toEqual(origins);
    expect(pageOrigins(profile).get('https://images.example')).toBe('the Worker images');
  });

  test('stand at places of their own', () => {
    const places = placedSettings(profileOf(several)).map(({ place }) => place);
    expect(places).toEqual(
      expect.arrayContaining(['platforms.workers.logs.url', 'platforms.backends.core.deployment']),
    );
  });

  test('have their counterparts in other environments by their names', () => {
    const profile = profileOf(several);
    const [dev] = profile.others;
    const worker = named(profile.workers, 'images');
    expect(dev && worker && counterpart(dev, worker)?.url.value).toBe('https://images-dev.example');
  });
});

describe('a config is refused', () => {
  test('with one section and several of the same platform', async () => {
    expect(
      await mistakesIn({ worker: { url: { key: 'LOGS_URL' } }, workers: { images: { url: { key: 'IMAGES_URL' } } } }),
    ).toEqual([
      'a.config.ts › platforms.workers: `platforms.worker` and `platforms.workers` are both set; move the single section into `workers`, under a name',
    ]);
  });

  test('with a map of several that is empty', async () => {
    expect(await mistakesIn({ workers: {} })).toEqual([
      'a.config.ts › platforms.workers: `workers` names each of its sections: { app: { … } }',
    ]);
  });

  test('with a name that is none', async () => {
    expect((await mistakesIn({ sites: { 'The App': { url: { key: 'APP_URL' } } } })).join()).toContain(
      'a name is lower-case letters, digits and single hyphens',
    );
  });

  test('with a partner that is not named, where there are several', async () => {
    expect(
      await mistakesIn({
        ...several,
        workers: { logs: { url: { key: 'LOGS_URL' } } },
        smoke: { ...smoke, site: undefined },
      }),
    ).toEqual([
      'a.config.ts › platforms.workers.logs.site: it is missing; there are several, and this names one of app, admin.',
      'a.config.ts › platforms.smoke.site: it is missing; there are several, and this names one of app, admin.',
    ]);
  });

  test('with a partner that is not there', async () => {
    expect(await mistakesIn({ ...several, smoke: { ...smoke, site: 'ap' } })).toEqual([
      'a.config.ts › platforms.smoke.site: `ap` is not among them. Did you mean `app`?',
    ]);
    expect(await mistakesIn({ worker: logs })).toEqual([
      'a.config.ts › platforms.worker.site: `app` names nothing: `platforms.pages` is not set.',
    ]);
    expect(await mistakesIn({ worker: logs, pages: { url: { key: 'APP_URL' } } })).toEqual([
      'a.config.ts › platforms.worker.site: `app` names one of several, and `platforms.pages` is the only one; leave it out.',
    ]);
  });

  test('with a query, a sign-in or a target that says not which backend is meant', async () => {
    const isolation = { links: [{ path: 'links/reset:preview' }], signIn: [{ name: 'GitHub', path: '/auth' }] };
    const sync = { targets: { A: { platform: 'convex' } } } as const;
    expect(await mistakesIn({ ...several, isolation }, { sync })).toEqual([
      'a.config.ts › platforms.isolation.backend: it is missing; there are several, and this names one of core, media.',
      'a.config.ts › platforms.isolation.signIn.0.servedBy: it is missing; there are several, and this names one of core, media.',
      'a.config.ts › sync.targets.A.backend: it is missing; there are several, and this names one of core, media.',
    ]);
  });

  test('not where nothing is asked of the partner', async () => {
    const quiet = { ...media, site: undefined, liveSite: false };
    const config = configWith({ ...several, backends: { core, media: quiet } });
    expect(deploymentWith({ config, table }).deployment.platforms.backends?.media).toMatchObject({ liveSite: false });
  });
});
