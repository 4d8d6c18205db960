import { afterAll, expect } from 'vitest';
import { forgetSecrets } from '../../support/redaction/redact.ts';

// Specs share processes. What an earlier one registered as a secret would be redacted, and found, in the texts of this one.
forgetSecrets();

const variables = { ...process.env };
const folder = process.cwd();

afterAll(() => {
  expect({ ...process.env }, 'variables that a spec leaves to the next one of its process').toEqual(variables);
  expect(process.cwd()).toBe(folder);
});
