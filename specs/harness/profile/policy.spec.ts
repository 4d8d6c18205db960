import { expect, test } from 'vitest';
import { type Effect, effects, isWithin, resolveProfile } from '../../../support/profile/index.ts';
import { allowedEffects } from '../../../support/profile/policy.ts';
import { deploymentWith, plainConfig } from './temporary-deployment.ts';

const allowed = (environment: Parameters<typeof allowedEffects>[0]) => [...allowedEffects(environment)];

test('production is read-only', () => {
  expect(allowed({ class: 'production' })).toEqual(['offline', 'read']);
});

test('production allows what its profile names, and no more', () => {
  expect(allowed({ class: 'production', effects: ['canary'] })).toEqual(['offline', 'read', 'canary']);
});

test.for(['development', 'staging'] as const)('%s allows canaries and bursts', (name) => {
  expect(allowed({ class: name })).toEqual(['offline', 'read', 'canary', 'burst']);
});

test.for(['development', 'staging'] as const)('%s is read-only where its profile says so', (name) => {
  expect(allowed({ class: name, effects: [] })).toEqual(['offline', 'read']);
});

test.for([
  ['development', true],
  ['staging', false],
  ['production', false],
] as const)('destructive effects that %s names are allowed: %s', ([name, granted]) => {
  expect(allowed({ class: name, effects: ['destructive'] }).includes('destructive')).toBe(granted);
});

test('destructive effects are never allowed unless they are named', () => {
  for (const name of ['development', 'staging', 'production'] as const)
    expect(allowed({ class: name })).not.toContain('destructive');
});

test('a profile carries the effects of its environment', () => {
  const config = {
    ...plainConfig,
    environments: {
      dev: { class: 'development' as const },
      prod: { class: 'production' as const, effects: ['burst' as Effect] },
    },
  };
  const profile = resolveProfile(deploymentWith({ config }), 'prod', { variables: {} });
  expect([...profile.effects]).toEqual(['offline', 'read', 'burst']);
  expect([...(profile.others[0]?.effects ?? [])]).toEqual(['offline', 'read', 'canary', 'burst']);
});

test('an effect is within itself and what does more', () => {
  for (const [index, effect] of effects.entries())
    expect(effects.filter((highest) => isWithin(effect, highest))).toEqual(effects.slice(index));
});
