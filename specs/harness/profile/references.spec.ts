// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how a table refers to a variable
import { expect, test } from 'vitest';
import { MissingInput, type Profile, resolveProfile } from '../../../support/profile/index.ts';
import { deploymentWith, plainConfig } from './temporary-deployment.ts';

const config = { ...plainConfig, platforms: { pages: { url: { key: 'SITE_URL', default: 'https://default.test' } } } };

function resolve(
  row: string,
  variables: Record<string, string>,
  options: { environment?: string; spanning?: boolean } = {},
): Profile {
  const table = `| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n| NEXTJS | SITE_URL | ${row} |\n`;
  return resolveProfile(deploymentWith({ config, table }), options.environment ?? 'prod', {
    variables,
    spanning: options.spanning ?? false,
  });
}

const own = (profile: Profile) => profile.sites[0]?.url;
const other = (profile: Profile) => profile.others[0]?.sites[0]?.url;

test('a reference is filled in from the variable that it names', () => {
  const profile = resolve('http://127.0.0.1:${DEV_PORT} | https://${SHOP_HOST}/${SHOP_PATH}', {
    SHOP_HOST: 'shop.example.test',
    SHOP_PATH: 'start',
    DEV_PORT: '3000',
  });
  expect(own(profile)?.value).toBe('https://shop.example.test/start');
  expect(own(profile)?.origin).toMatch(/app\.table:2:\d+$/);
  expect(other(profile)?.value).toBe('http://127.0.0.1:3000');
});

test('a variable of the environment’s own goes before the one that is named', () => {
  expect(own(resolve('a | ${URL}', { URL: 'plain', PROD_URL: 'own' }))?.value).toBe('own');
});

test('a variable that two environments name is that of the environment under test', () => {
  const profile = resolve('${URL} | ${URL}', { URL: 'plain' });
  expect(own(profile)?.value).toBe('plain');
  expect(other(profile)?.isSet).toBe(false);
  expect(other(profile)?.absence).toMatchObject({
    message: 'SITE_URL refers to ${URL}, and no environment variable gives it for dev.',
    enable: 'Set DEV_URL.',
  });
});

test('a variable that two environments name is nobody’s where both are looked at', () => {
  const profile = resolve('${URL} | ${URL}', { URL: 'plain', PROD_URL: 'own' }, { spanning: true });
  expect(own(profile)?.value).toBe('own');
  expect(other(profile)?.isSet).toBe(false);
  const both = resolve('${URL} | ${URL}', { URL: 'plain' }, { spanning: true });
  expect([own(both)?.isSet, other(both)?.isSet]).toEqual([false, false]);
});

test('a reference in the one VALUE column is shared by all environments', () => {
  const table = '| TARGET | KEY | VALUE |\n| NEXTJS | SITE_URL | ${URL} |\n';
  const profile = resolveProfile(deploymentWith({ config, table }), 'prod', { variables: { URL: 'plain' } });
  expect(own(profile)?.value).toBe('plain');
  expect(other(profile)?.isSet).toBe(false);
});

test('a reference that nothing gives is not a value, and no default takes its place', () => {
  const setting = own(resolve('a | https://${SHOP_HOST}/', {}));
  expect(setting?.isSet).toBe(false);
  expect(() => setting?.value).toThrow(MissingInput);
  expect(setting?.absence).toMatchObject({
    message: 'SITE_URL refers to ${SHOP_HOST}, and no environment variable gives it for prod.',
    enable: 'Set SHOP_HOST.',
  });
});

test('a reference that carries the environment’s name is asked for by that name', () => {
  expect(own(resolve('${DEV_URL} | ${PROD_URL}', {}))?.absence?.enable).toBe('Set PROD_URL.');
  expect(own(resolve('${DEV_URL} | ${PROD_URL}', { PROD_URL: 'own' }))?.value).toBe('own');
});

test('what a reference gives is not expanded again', () => {
  expect(own(resolve('a | ${URL}', { URL: '${OTHER}', OTHER: 'x' }))?.value).toBe('${OTHER}');
});
