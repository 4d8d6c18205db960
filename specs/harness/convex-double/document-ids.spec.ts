import { describe, expect, it } from 'vitest';
import { startConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';
import { createDocumentIds } from '../../../fixtures/twin/convex/values/document-id.ts';
import fc from '../property.ts';
import { firstCompany, queryValue } from './convex-http.ts';
import { DEV, PROD } from './prod-options.ts';

const TABLES = ['companies', 'incidents', 'sessions', 'sites', 'users'];
const prod = createDocumentIds('steady-otter-902', TABLES);
const dev = createDocumentIds('beaming-gull-639', TABLES);
const table = fc.constantFrom(...TABLES);
const counter = fc.integer({ min: 1, max: 2 ** 40 });

describe('document ids', () => {
  it('an id names its table, leads back to its document, and means nothing to another deployment', () => {
    fc.assert(
      fc.property(table, counter, (name, number) => {
        const id = prod.publicId(name, number);
        const runtimeId = String(number).padStart(32 - name.length, '0') + name;
        expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{32}$/);
        expect(prod.tableOf(id)).toBe(name);
        expect(prod.toRuntime({ [id]: [`see ${id}.`] })).toEqual({ [runtimeId]: [`see ${runtimeId}.`] });
        expect(prod.toPublic([runtimeId, { deep: runtimeId }])).toEqual([id, { deep: id }]);
        expect(dev.tableOf(id)).toBeUndefined();
        expect(dev.toRuntime(id)).toBe(id);
      }),
    );
  });

  it('two documents never share an id', () => {
    fc.assert(
      fc.property(fc.tuple(table, counter), fc.tuple(table, counter), (one, other) => {
        fc.pre(one[0] !== other[0] || one[1] !== other[1]);
        expect(prod.publicId(...one)).not.toBe(prod.publicId(...other));
        expect(prod.publicId(...one)).not.toBe(dev.publicId(...one));
      }),
    );
  });

  it('an id with one character changed is not an id', () => {
    fc.assert(
      fc.property(table, counter, fc.nat({ max: 31 }), (name, number, position) => {
        const id = prod.publicId(name, number);
        const changed = id.slice(0, position) + (id[position] === 'a' ? 'b' : 'a') + id.slice(position + 1);
        expect(prod.tableOf(changed)).toBeUndefined();
      }),
    );
  });

  it('text that is not an id stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect(prod.toRuntime(text)).toBe(text);
        expect(prod.tableOf(text)).toBeUndefined();
      }),
    );
    expect(prod.tableOf('0'.repeat(32))).toBeUndefined();
  });

  it('doubles side by side keep their documents apart, and share ids only where one namespace is asked for', async () => {
    const [one, other, copy] = await Promise.all([
      startConvexDouble(PROD),
      startConvexDouble(DEV),
      startConvexDouble({ ...DEV, instanceName: 'copied-crow-101', idNamespace: PROD.instanceName }),
    ]);
    await using stack = new AsyncDisposableStack();
    for (const double of [one, other, copy]) {
      stack.use(double);
    }
    const [first, second, third] = await Promise.all([one, other, copy].map(firstCompany));
    expect(second).not.toEqual(first);
    expect(third).toEqual(first);
    const [ofProd, ofDev] = await Promise.all(
      [one, other].map(async (double) => await queryValue<{ slug: string }[]>(double, 'companies/list:listCompanies')),
    );
    expect(ofProd?.every(({ slug }) => slug.startsWith('steady-otter-902'))).toBe(true);
    expect(ofDev?.every(({ slug }) => slug.startsWith('beaming-gull-639'))).toBe(true);
  });
});
