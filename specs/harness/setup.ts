import { afterAll, expect } from 'vitest';
import { forgetSecrets } from '../../support/redaction/redact.ts';

// Specs share processes. What an earlier one registered as a secret would be redacted, and found, in the texts of this one.
forgetSecrets();

const variables = { ...process.env };
const folder = process.cwd();

afterAll(() => {
  const names = new Set([...Object.keys(variables), ...Object.keys(process.env)]);
  const changed = [...names].filter((name) => process.env[name] !== variables[name]);
  expect(changed, 'variables that a spec leaves changed to the next one of its process').toEqual([]);
  expect(process.cwd()).toBe(folder);
});
