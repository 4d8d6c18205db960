import { describe, expect, test } from 'vitest';
import { convexHttpBase } from '../../../support/platforms/convex/platform-http-base.ts';
import {
  bareDeploymentName,
  convexHost,
  convexHostFor,
  convexHostsIn,
  deploymentReference,
  isDeploymentReference,
  readDeployKey,
} from '../../../support/settings/index.ts';
import fc from '../property.ts';

const word = fc.stringMatching(/^[a-z]{3,9}$/);
const name = fc.tuple(word, word, fc.integer({ min: 1, max: 999 })).map((parts) => parts.join('-'));
const region = fc.constantFrom('', '.eu-west-1', '.us-east-1', '.ap-southeast-2', '.us-gov-west-1');
const ending = fc.constantFrom('.convex.cloud', '.convex.site');

describe('a host of the Convex cloud', () => {
  test('names its deployment in every region, on both services, in any case', () => {
    fc.assert(
      fc.property(name, region, ending, fc.boolean(), (deployment, at, suffix, capitals) => {
        const host = `${deployment}${at}${suffix}`;
        expect(convexHost(capitals ? host.toUpperCase() : host)).toEqual({
          deployment,
          service: suffix === '.convex.cloud' ? 'functions' : 'HTTP actions',
          ...(at !== '' && { region: at.slice(1) }),
        });
      }),
    );
  });

  test('has a sister host for the other service in the same region', () => {
    fc.assert(
      fc.property(name, region, ending, (deployment, at, suffix) => {
        expect(convexHostFor(`${deployment}${at}${suffix}`, 'functions')).toBe(`${deployment}${at}.convex.cloud`);
        expect(convexHttpBase(new URL(`https://${deployment}${at}${suffix}`)).host).toBe(
          `${deployment}${at}.convex.site`,
        );
      }),
    );
  });

  test.each([
    'convex.cloud',
    'api.acme.test',
    'happy-animal-123.convex.cloud.acme.test',
    'happy-animal-123.convex.dev',
    'myconvex.cloud',
    '-x.convex.cloud',
    'a..convex.cloud',
    '127.0.0.1',
  ])('is not seen in %s', (host) => {
    expect(convexHost(host)).toBeUndefined();
  });

  test('of a custom domain or an own server is none, and serves HTTP actions below /http', () => {
    expect(convexHttpBase(new URL('https://api.acme.test')).href).toBe('https://api.acme.test/http/');
    expect(convexHostFor('api.acme.test', 'functions')).toBeUndefined();
  });
});

describe('hosts in a text', () => {
  test('are found wherever they stand, with their offset', () => {
    const around = fc.constantFrom('"', ' ', '\n', '(', '/', '@', '`', ',');
    fc.assert(
      fc.property(name, region, ending, around, (deployment, at, suffix, mark) => {
        const host = `${deployment}${at}${suffix}`;
        const text = `const url = ${mark}https://${host}${mark} + x`;
        expect(convexHostsIn(text).map((found) => [found.host, found.at, found.deployment])).toEqual([
          [host, text.indexOf(host), deployment],
        ]);
      }),
    );
  });

  test('end where the host ends', () => {
    expect(convexHostsIn('see https://happy-animal-123.convex.cloud. Then').map(({ host }) => host)).toEqual([
      'happy-animal-123.convex.cloud',
    ]);
    expect(convexHostsIn('https://happy-animal-123.convex.cloud.acme.test')).toEqual([]);
    expect(convexHostsIn('https://happy-animal-123.convex.cloudy')).toEqual([]);
  });
});

describe('the name of a deployment', () => {
  test('is one in every spelling', () => {
    const kind = fc.constantFrom('dev', 'prod', 'preview', 'owndev', 'local');
    fc.assert(
      fc.property(name, kind, fc.constantFrom(':', '-'), (deployment, prefix, between) => {
        const written = `${prefix}${between}${deployment}`;
        expect(bareDeploymentName(` ${written.toUpperCase()} `)).toBe(deployment);
        expect(deploymentReference(written).kind).toBe(prefix.replace(/^own/, ''));
        expect(isDeploymentReference(written)).toBe(true);
      }),
    );
  });

  test('may be of the team’s own making', () => {
    expect(deploymentReference('acme-backend')).toEqual({ name: 'acme-backend' });
    expect(bareDeploymentName('dev-tools')).toBe('dev-tools');
    expect(isDeploymentReference('happy animal')).toBe(false);
    expect(isDeploymentReference('prod:')).toBe(false);
  });
});

describe('a deploy key', () => {
  test.each([
    ['prod:calm-river-456|made-up', { opens: 'deployment', kind: 'prod', deployment: 'calm-river-456' }],
    ['dev:happy-animal-123|made-up', { opens: 'deployment', kind: 'dev', deployment: 'happy-animal-123' }],
    ['preview:happy-animal-123|made-up', { opens: 'deployment', kind: 'preview', deployment: 'happy-animal-123' }],
    ['bold-hyena-681|01c2', { opens: 'deployment', deployment: 'bold-hyena-681' }],
    ['preview:acme:incidents|made-up', { opens: 'preview', team: 'acme', project: 'incidents' }],
    ['project:acme:incidents|made-up', { opens: 'project', team: 'acme', project: 'incidents' }],
  ])('%s says what it opens', (key, read) => {
    expect(readDeployKey(key)).toEqual(read);
  });

  test.each(['', 'made-up', '|x', 'prod:x|', 'a b|c', 'live:x|y', 'preview:a:b:c|y'])('%j is none', (key) => {
    expect(readDeployKey(key)).toBeUndefined();
  });
});
