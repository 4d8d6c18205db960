import path from 'node:path';
import { type ExpectedBackend, expectedBackend } from '../../../support/platforms/convex/read-expected-backend.ts';

const twin = path.join(import.meta.dirname, '../../../fixtures/twin');
const take = expectedBackend.read;
const kept = new Map<string, Promise<ExpectedBackend>>();

/**
 * From here on the twin's own backend is read once for all faults: nothing changes it while specs run, and reading it bundles it and
 * starts a process. A backend that a fault brings is read for that fault.
 */
export function readTwinBackendOnce(): void {
  expectedBackend.read = (backend, context) => {
    const isOwn = 'source' in backend && backend.source.path.startsWith(twin);
    if (!isOwn) return take(backend, context);
    const key = expectedBackend.key(backend);
    const known = kept.get(key) ?? take(backend, context);
    kept.set(key, known);
    return known;
  };
}
