import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { idOfSpec, shownPlace, specPlace } from '../../../support/check/spec-place.ts';

const own = path.join(import.meta.dirname, '../../../support/check');

describe('the place of a check', () => {
  test('is the nearest frame outside the folder that declares checks', () => {
    const stack = [
      'Error',
      `    at check (file://${own}/check.ts:20:3)`,
      '    at file:///app/specs/worker/healthy.spec.ts?vitest=1795226400000:4:1',
      '    at ModuleJob.run (node:internal/modules/esm/module_job:440:25)',
    ].join('\n');
    expect(specPlace(stack)).toEqual({ file: '/app/specs/worker/healthy.spec.ts', line: 4, column: 1 });
  });

  test.each([
    ['a path in brackets', '    at Object.<anonymous> (/app/specs/a b/c.spec.ts:1:2)', '/app/specs/a b/c.spec.ts'],
    ['a folder with brackets', '    at f (/app (copy)/specs/c.spec.ts:1:2)', '/app (copy)/specs/c.spec.ts'],
    ['an address with escapes', '    at file:///app/specs/a%20b/c.spec.ts:1:2', '/app/specs/a b/c.spec.ts'],
    ['an async frame', '    at async file:///app/specs/c.spec.ts:1:2', '/app/specs/c.spec.ts'],
  ])('is read from %s', (_what, frame, file) => {
    expect(specPlace(`Error\n${frame}`)).toEqual({ file, line: 1, column: 2 });
  });

  test('passes over further folders that declare checks', () => {
    const stack =
      'Error\n    at smokeCheck (/app/smoke/smoke-check.ts:9:9)\n    at /app/specs/smoke/loads.smoke.ts:3:1';
    expect(specPlace(stack, ['/app/smoke'])?.file).toBe('/app/specs/smoke/loads.smoke.ts');
  });

  test('is unknown where no frame says it', () => {
    expect(specPlace(undefined)).toBeUndefined();
    expect(specPlace('Error\n    at node:internal/x:1:1')).toBeUndefined();
  });

  test('is shown relative to the working directory', () => {
    const file = path.join(process.cwd(), 'specs/worker/healthy.spec.ts');
    expect(shownPlace({ file, line: 4, column: 1 })).toBe('specs/worker/healthy.spec.ts:4:1');
  });
});

describe('the id of a spec', () => {
  test.each([
    ['/app/specs/worker/healthy.spec.ts', 'worker/healthy'],
    ['C:\\app\\specs\\worker\\healthy.spec.ts', 'worker/healthy'],
    ['/specs/app/specs/smoke/loads.smoke.ts', 'smoke/loads'],
    ['/app/journeys/buys-a-ticket.smoke.ts', 'smoke/buys-a-ticket'],
    ['/acme/node_modules/airlock/dist/specs/worker/healthy.spec.js', 'worker/healthy'],
    ['/acme/specs/shop/orders.spec.mts', 'shop/orders'],
    ['/acme/journeys/checkout.smoke.ts', 'smoke/checkout'],
    ['C:\\acme\\journeys\\checkout.smoke.js', 'smoke/checkout'],
    ['/app/specs/worker/healthy.spec.d.ts', undefined],
    ['/app/tests/worker/healthy.spec.ts', undefined],
    ['/app/specs/worker/healthy.ts', undefined],
  ])('of %s is %s', (file, id) => {
    expect(idOfSpec(file)).toBe(id);
  });
});
