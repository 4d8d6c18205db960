import { expect, test } from 'vitest';
import { type Profile, resolveProfile } from '../../../support/profile/index.ts';
import { forgetSecrets, redact } from '../../../support/redaction/redact.ts';
import { judgePlainSecrets } from '../../config/no-plain-secrets.judge.ts';
import { deploymentWith, plainConfig, plainTable } from '../profile/temporary-deployment.ts';

function resolve(cell: string, secretStores: Record<string, string[]> = {}, variables = {}): Profile {
  const config = { ...plainConfig, table: { ...plainConfig.table, secretStores } };
  const table = `${plainTable}| NEXTJS | API_TOKEN | made-up-dev-token-11 | ${cell} |\n`;
  return resolveProfile(deploymentWith({ config, table }), 'prod', { variables });
}

const token = ({ table }: Profile) => table.values.find(({ key }) => key === 'API_TOKEN');
const echo = ['node', '-e', 'process.stdout.write(process.argv[1] + "-resolved\\n")', '{path}'];

test.each(['aws-sm://acme/token', 'op://vault/item/field', 'vault:secret/acme#token', 'gcp-sm://acme'])(
  '%s is named, and not resolved',
  (cell) => {
    forgetSecrets();
    const value = token(resolve(cell));
    expect(value?.setting.isSet).toBe(false);
    expect(value?.setting.absence?.message).toContain(`is kept in a store of secrets, ${cell}`);
    // What names a secret is no secret.
    expect(redact(cell)).toBe(cell);
  },
);

test('a command of its store reads it, with the path as one argument and without a shell', () => {
  const value = token(resolve('aws-sm://acme/$(whoami)', { 'aws-sm': echo }));
  expect(value?.setting.value).toBe('acme/$(whoami)-resolved');
  expect(redact('acme/$(whoami)-resolved')).not.toContain('resolved');
});

test('a command of another store, one that fails and one that prints nothing resolve nothing', () => {
  expect(token(resolve('op://a/b', { 'aws-sm': echo }))?.setting.isSet).toBe(false);
  const fails = token(resolve('op://a/c', { op: ['node', '-e', 'process.exit(3)'] }))?.setting;
  expect(fails?.absence?.message).toContain('`node` ended with 3');
  const silent = token(resolve('op://a/d', { op: ['node', '-e', ' '] }))?.setting;
  expect(silent?.absence?.message).toContain('printed nothing');
  const gone = token(resolve('op://a/e', { op: ['airlock-has-no-such-program'] }))?.setting;
  expect(gone?.absence?.message).toContain('ENOENT');
});

test('a variable goes before the reference', () => {
  expect(token(resolve('aws-sm://acme/token', {}, { PROD_API_TOKEN: 'given' }))?.setting.value).toBe('given');
});

test('a reference is no secret in plain text, and a literal is', () => {
  expect(judgePlainSecrets(resolve('aws-sm://acme/token'))).toEqual([]);
  expect(judgePlainSecrets(resolve('made-up-prod-token-22'))).toHaveLength(1);
});
