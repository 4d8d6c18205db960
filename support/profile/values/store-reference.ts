/** A value that names where a secret is kept. */
export interface StoreReference {
  /** "aws-sm", in lower case. */
  store: string;
  path: string;
}

/** Stores that tools write as `name://path`, by the name that Airlock's commands have for each. */
const schemes: Readonly<Record<string, readonly string[]>> = {
  'aws-sm': ['aws-sm', 'awssm', 'awssecrets', 'aws-secretsmanager', 'aws-secrets-manager', 'secretsmanager'],
  'aws-ssm': ['aws-ssm', 'awsssm', 'ssm', 'aws-parameter-store', 'parameterstore'],
  'gcp-sm': ['gcp-sm', 'gcpsm', 'gcpsecrets', 'gcp-secretmanager', 'gsm', 'sm', 'berglas'],
  'azure-kv': ['azure-kv', 'azurekv', 'azurekeyvault', 'azure-keyvault', 'akv', 'akvs', 'keyvault'],
  op: ['op', 'onepassword', '1password'],
  vault: ['vault', 'hashivault', 'hashicorp-vault', 'openbao', 'bao'],
  doppler: ['doppler'],
  infisical: ['infisical'],
  bws: ['bws', 'bitwarden'],
  sops: ['sops'],
  keeper: ['keeper', 'ksm'],
  akeyless: ['akeyless'],
  conjur: ['conjur'],
  lastpass: ['lastpass', 'lpass'],
  dashlane: ['dashlane', 'dl'],
  pass: ['pass', 'gopass'],
  keychain: ['keychain', 'keyring'],
  chamber: ['chamber'],
  phase: ['phase'],
  delinea: ['delinea', 'dvls', 'tss'],
};
const stores = new Map(
  Object.entries(schemes).flatMap(([store, names]) => names.map((name) => [name, store] as const)),
);
/** Words that a value may begin with, and be no reference: only `//` makes them one. */
const ordinaryWords = new Set([
  'pass',
  'sm',
  'op',
  'dl',
  'bao',
  'phase',
  'chamber',
  'keeper',
  'keyring',
  'keychain',
  'tss',
]);

/**
 * Forms that the stores themselves write. Sources: AWS, "Amazon Resource Names" and "Dynamic references"; Google Cloud, "Secret
 * Manager, resource names"; Azure, "Key Vault references"; SOPS, "Encrypted value"; vals, "ref+".
 */
const forms: readonly [form: RegExp, store: string][] = [
  [/^(arn:aws[\w-]*:secretsmanager:\S+)$/i, 'aws-sm'],
  [/^(arn:aws[\w-]*:ssm:\S+)$/i, 'aws-ssm'],
  [/^\{\{resolve:secretsmanager:([^}]+)\}\}$/i, 'aws-sm'],
  [/^\{\{resolve:ssm(?:-secure)?:([^}]+)\}\}$/i, 'aws-ssm'],
  [
    /^(?:(?:sm:)?\/\/secretmanager\.googleapis\.com\/)?(projects\/[^/\s]+\/(?:locations\/[^/\s]+\/)?secrets\/\S+)$/i,
    'gcp-sm',
  ],
  [/^@Microsoft\.KeyVault\((.+)\)$/i, 'azure-kv'],
  [
    /^(https:\/\/[\w-]+\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net)\/(?:secrets|keys|certificates)\/\S+)$/i,
    'azure-kv',
  ],
  [/^(ENC\[[A-Z0-9_]+,data:.*\])$/, 'sops'],
];

/** What a value refers to; undefined where it is not a reference to a store of secrets. */
export function storeReference(text: string): StoreReference | undefined {
  const value = text.trim();
  for (const [form, store] of forms) {
    const path = form.exec(value)?.[1];
    if (path !== undefined) return { store, path };
  }
  const [, scheme, separator = '', path = ''] = /^(?:ref\+)?([a-z0-9][a-z0-9+-]*):(\/\/)?(.+)$/i.exec(value) ?? [];
  const name = scheme?.toLowerCase() ?? '';
  const store = stores.get(name) ?? (/^[a-z][a-z0-9+]*-(?:sm|ssm|kv|secretsmanager)$/.test(name) ? name : undefined);
  if (store === undefined || path.trim() === '') return undefined;
  if (separator === '' && (ordinaryWords.has(name) || /\s/.test(path))) return undefined;
  // Names of vaults and items may have spaces; nothing else does.
  return /\s/.test(path) && store !== 'op' ? undefined : { store, path };
}
