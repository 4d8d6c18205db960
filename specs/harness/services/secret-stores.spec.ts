import { expect, test } from 'vitest';
import { type Profile, resolveProfile, storeReference } from '../../../support/profile/index.ts';
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

/** References as teams and the stores' own tools write them. */
const references: readonly [written: string, store: string][] = [
  ['aws-sm://acme/token', 'aws-sm'],
  ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/token-AbCdEf', 'aws-sm'],
  ['arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/prod/token', 'aws-ssm'],
  ['{{resolve:secretsmanager:prod/token:SecretString:password}}', 'aws-sm'],
  ['ssm:/prod/token', 'aws-ssm'],
  ['secretsmanager:prod/token', 'aws-sm'],
  ['gcp-sm://acme', 'gcp-sm'],
  ['projects/acme-prod/secrets/token/versions/latest', 'gcp-sm'],
  ['//secretmanager.googleapis.com/projects/1/secrets/token', 'gcp-sm'],
  ['sm://acme-prod/token', 'gcp-sm'],
  ['@Microsoft.KeyVault(SecretUri=https://acme.vault.azure.net/secrets/token/)', 'azure-kv'],
  ['https://acme.vault.azure.net/secrets/token', 'azure-kv'],
  ['azure-kv://acme/token', 'azure-kv'],
  ['op://vault/item/field', 'op'],
  ['op://My Vault/Acme API/password', 'op'],
  ['vault:secret/acme#token', 'vault'],
  ['ref+vault://secret/acme#/token', 'vault'],
  ['doppler://acme/prd/TOKEN', 'doppler'],
  ['infisical://acme/prod/TOKEN', 'infisical'],
  ['bws://be8e0ad8-d545-4017-a55a-b02f014d4158', 'bws'],
  ['sops://secrets.yaml#token', 'sops'],
  ['ENC[AES256_GCM,data:Tr7o,iv:1vhrAb=,tag:k3Ab==,type:str]', 'sops'],
  ['keeper://UID/field/password', 'keeper'],
  ['akeyless:/prod/token', 'akeyless'],
  ['eu-sm://acme/token', 'eu-sm'],
];

test.each(references)('%s belongs to the store %s', (written, store) => {
  expect(storeReference(written)?.store).toBe(store);
});

/** Values that only look like one. */
test.each([
  'https://acme.vault.azure.net/',
  'https://api.acme.test/secrets/token',
  'postgres://app:pw@db/acme',
  'pass:word123',
  'vault: closed on sundays',
  'arn:aws:s3:::acme-bucket',
  'ENCODED',
  'projects/acme-prod',
  'op:erator',
])('%s is a value', (written) => {
  expect(storeReference(written)).toBeUndefined();
});

test.each(references.map(([written]) => written).filter((written) => !written.includes('|')))(
  '%s is named, and not resolved',
  (cell) => {
    forgetSecrets();
    const value = token(resolve(cell));
    expect(value?.setting.isSet).toBe(false);
    expect(value?.setting.absence?.message).toContain(`is kept in a store of secrets, ${cell}`);
    // What names a secret is not a secret.
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

test('a reference is not a secret in plain text, and a literal is', () => {
  expect(judgePlainSecrets(resolve('aws-sm://acme/token'))).toEqual([]);
  expect(judgePlainSecrets(resolve('made-up-prod-token-22'))).toHaveLength(1);
});
