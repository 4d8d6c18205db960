import { afterEach, expect, test } from 'vitest';
import { findSecrets, forgetSecrets, registerSecret } from '../../../support/redaction/redact.ts';
import { ownProjectsOf } from '../../../support/report/runners/projects.ts';

const secret = 'made-up-secret-of-an-earlier-spec';

afterEach(forgetSecrets);

test('what prepares each spec forgets the secrets of earlier ones in its process', async () => {
  const [harness] = ownProjectsOf(['harness']);
  const { setupFiles, isolate } = harness?.test ?? {};
  expect([setupFiles].flat()).toEqual(['specs/harness/setup.ts']);
  expect(isolate).toBe(false);

  registerSecret('EARLIER', secret);
  expect(findSecrets(secret)).toEqual(['EARLIER']);
  await import('../setup.ts?again' as string);
  expect(findSecrets(secret)).toEqual([]);
});
