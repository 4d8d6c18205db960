import { expect, it } from 'vitest';
import { type AdmissionRules, admit } from '../../../support/http/admission.ts';
import { RequestFailure } from '../../../support/http/index.ts';

const origin = 'https://log.example.net';
const guarded = [
  { origin, path: '/logs/clear', harmless: [] },
  { origin, path: '/admin?action=clear', harmless: [] },
  { origin, path: '/logs', harmless: ['GET', 'HEAD', 'OPTIONS'] },
];
const rules: AdmissionRules = { origins: [{ origin, environment: 'prod' }], queries: [], guarded };

function isAdmitted(method: string, path: string, effect: 'read' | 'canary' | 'destructive', headers = {}): boolean {
  try {
    admit(rules, { check: 'worker/any', effect }, method, new URL(`${origin}${path}`), new Headers(headers));
    return true;
  } catch (error) {
    if (error instanceof RequestFailure && error.isRefusal) return false;
    throw error;
  }
}

it.each([
  '/logs/clear',
  '/logs/clear/',
  '//logs//clear',
  '/Logs/CLEAR',
  '/logs%2Fclear',
  '/logs/%63lear',
  '/logs/./x/../clear',
  '/logs/clear;v=1',
  '/logs/clear?dry=1',
  '/admin?x=1&action=clear',
  '/admin/?action=clear',
])('%s is a route that deletes: no method reaches it without the effect `destructive`', (path) => {
  const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];
  expect(methods.filter((method) => isAdmitted(method, path, 'canary'))).toEqual([]);
  expect(['GET', 'HEAD', 'OPTIONS'].filter((method) => isAdmitted(method, path, 'read'))).toEqual([]);
  expect(methods.filter((method) => isAdmitted(method, path, 'destructive'))).toEqual(methods);
});

it.each(['/logs/clear/all', '/logs/cleared', '/clear', '/admin', '/admin?action=list', '/ingest/logs/clear'])(
  '%s is another route',
  (path) => {
    expect(isAdmitted('GET', path, 'read')).toBe(true);
  },
);

it('a harmless method that may be taken for another one is not harmless', () => {
  expect(isAdmitted('GET', '/logs', 'canary')).toBe(true);
  expect(isAdmitted('GET', '/logs?_method=DELETE', 'canary')).toBe(false);
  expect(isAdmitted('GET', '/logs', 'canary', { 'x-http-method-override': 'delete' })).toBe(false);
});
