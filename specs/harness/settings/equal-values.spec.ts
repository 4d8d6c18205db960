import { describe, expect, test } from 'vitest';
import { isolatedPairs, judgeDifference, ownedPairs } from '../../../support/families/config/index.ts';
import { type Profile, resolveProfile } from '../../../support/profile/index.ts';
import type { DeploymentInput } from '../../../support/profile/schema.ts';
import { deploymentWith } from '../profile/temporary-deployment.ts';
import { type FilledSetting, type Form, filledConfig, madeUpValue } from './filled-config.ts';

interface Differing {
  /** The setting whose value is the same in both environments. */
  equal?: FilledSetting;
  rows?: readonly FilledSetting[];
  variables?: Record<string, string>;
  platforms?: unknown;
}

/** A deployment in which every declared setting has a value of its own in each environment, and variations of it. */
function wholeDeployment(form: Form) {
  const { config, filled } = filledConfig(form);
  const mustDiffer = ({ role }: FilledSetting) =>
    role.role !== 'setting' && role.role !== 'origins' && role.mayBeShared === undefined;

  function profileWith({ equal, rows = filled, variables = {}, platforms = config.platforms }: Differing = {}) {
    const lines = rows.map((each) => {
      const dev = madeUpValue(each, 'dev');
      return `| NAME | ${each.key} | ${dev} | ${each === equal ? dev : madeUpValue(each, 'prod')} |`;
    });
    const loaded = deploymentWith({
      config: {
        ...config,
        platforms,
        name: 'all settings',
        table: { file: 'app.table', targets: ['NAME'] },
        environments: { dev: { class: 'development' }, prod: { class: 'production' } },
      } as DeploymentInput,
      table: `| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n|---|---|---|---|\n${lines.join('\n')}\n`,
    });
    return resolveProfile(loaded, 'prod', { variables });
  }

  return {
    config,
    filled,
    owned: filled.filter(mustDiffer),
    shared: filled.filter((each) => !mustDiffer(each)),
    profileWith,
  };
}

function differences(profile: Profile): string[] {
  return [...isolatedPairs(profile), ...ownedPairs(profile)]
    .filter(({ own, other }) => own.setting.isSet && other.setting.isSet)
    .flatMap(judgeDifference)
    .map(({ what }) => what);
}

const places = {
  one: ['platforms.convex', 'platforms.worker'],
  several: ['platforms.backends.name', 'platforms.workers.name'],
};

describe.each<Form>(['one', 'several'])(
  'a value that is the same in two environments, where a platform has %s',
  (form) => {
    const { filled, owned, shared, profileWith } = wholeDeployment(form);

    test('is looked for in settings of every section', () => {
      const [convex, worker] = places[form];
      expect(filled.length).toBeGreaterThan(25);
      expect(owned.map(({ place }) => place)).toEqual(
        expect.arrayContaining([
          `${convex}.deployKey`,
          `${worker}.ingestToken`,
          `${worker}.redis.url`,
          `${worker}.redis.token`,
          'platforms.isolation.tokens.0.url',
          'sync.targets.name.attest.token',
        ]),
      );
    });

    test('is none where every environment has its own', () => {
      expect(differences(profileWith())).toEqual([]);
    });

    test.each(owned)('is told of $place: two cells', (equal) => {
      expect(differences(profileWith({ equal }))).toEqual([`${equal.key} is the same in prod and dev`]);
    });

    test.each(owned)('is told of $place: two variables, and no row', (equal) => {
      const value = madeUpValue(equal, 'dev');
      const variables = { [`DEV_${equal.key}`]: value, [`PROD_${equal.key}`]: value };
      const rows = filled.filter((each) => each !== equal);
      expect(differences(profileWith({ rows, variables }))).toEqual([`${equal.key} is the same in prod and dev`]);
    });

    test.each(shared)('is no mistake of $place, which may be shared', (equal) => {
      expect(differences(profileWith({ equal }))).toEqual([]);
    });
  },
);

describe('a value that is the same in two environments', () => {
  const { config, owned, profileWith } = wholeDeployment('one');

  test('is told where the config writes it for all environments', () => {
    const worker = { url: { value: 'https://logs.example' } };
    expect(differences(profileWith({ platforms: { worker } }))).toEqual([
      'platforms.worker.url is the same in prod and dev',
    ]);
  });

  test('is no mistake of a Worker that the config declares shared, nor of its store', () => {
    const { worker } = config.platforms;
    const platforms = { worker: { ...worker, sharing: 'shared' } };
    const ofWorker = owned.filter(({ place }) => place.startsWith('platforms.worker.'));
    expect(ofWorker.length).toBeGreaterThan(3);
    for (const equal of ofWorker) expect(differences(profileWith({ equal, platforms }))).toEqual([]);
  });
});
