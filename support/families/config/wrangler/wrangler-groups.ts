/** A group of bindings in wrangler's configuration, and what the API calls them. */
export interface BindingGroup {
  /** Where they stand: `durable_objects.bindings`. */
  path: readonly string[];
  /** The field that names the binding; `key` where each is an entry of an object, by its name. */
  name: 'binding' | 'name' | 'key';
  /** A named environment without one of its own takes the top level's. */
  inherited?: true;
  /** The type that the API returns; undefined where each binding names its own. */
  type?: string;
  /** The fields that are compared: wrangler's name, then those of the API. */
  fields: readonly (readonly [written: string, ...shown: string[]])[];
  /** Fields that may be left out, and what the script then has: another value on the platform is another binding. */
  unwritten?: readonly (readonly [field: string, meaning: string])[];
}

/**
 * The groups of bindings; all but the last few are not inherited by a named environment.
 * Source: developers.cloudflare.com/workers/wrangler/configuration, "Non-inheritable keys", and wrangler 4.116.0,
 * `normalizeAndValidateEnvironment`; the types of the API: cloudflare 7.3.0,
 * resources/workers/scripts/script-and-version-settings.
 */
export const bindingGroups: readonly BindingGroup[] = [
  {
    path: ['durable_objects', 'bindings'],
    name: 'name',
    type: 'durable_object_namespace',
    fields: [
      ['class_name', 'class_name'],
      ['script_name', 'script_name'],
    ],
    unwritten: [['script_name', 'the script itself']],
  },
  { path: ['kv_namespaces'], name: 'binding', type: 'kv_namespace', fields: [['id', 'namespace_id']] },
  {
    path: ['r2_buckets'],
    name: 'binding',
    type: 'r2_bucket',
    fields: [
      ['bucket_name', 'bucket_name'],
      ['jurisdiction', 'jurisdiction'],
    ],
    unwritten: [['jurisdiction', 'default']],
  },
  { path: ['d1_databases'], name: 'binding', type: 'd1', fields: [['database_id', 'database_id', 'id']] },
  {
    path: ['services'],
    name: 'binding',
    type: 'service',
    fields: [
      ['service', 'service'],
      ['entrypoint', 'entrypoint'],
    ],
    unwritten: [['entrypoint', 'default']],
  },
  { path: ['queues', 'producers'], name: 'binding', type: 'queue', fields: [['queue', 'queue_name']] },
  { path: ['hyperdrive'], name: 'binding', type: 'hyperdrive', fields: [['id', 'id']] },
  { path: ['vectorize'], name: 'binding', type: 'vectorize', fields: [['index_name', 'index_name']] },
  { path: ['analytics_engine_datasets'], name: 'binding', type: 'analytics_engine', fields: [['dataset', 'dataset']] },
  {
    path: ['workflows'],
    name: 'binding',
    type: 'workflow',
    fields: [
      ['name', 'workflow_name'],
      ['class_name', 'class_name'],
    ],
  },
  {
    path: ['ratelimits'],
    name: 'name',
    type: 'ratelimit',
    fields: [
      ['namespace_id', 'namespace_id'],
      ['simple.limit', 'simple.limit'],
      ['simple.period', 'simple.period'],
    ],
  },
  { path: ['dispatch_namespaces'], name: 'binding', type: 'dispatch_namespace', fields: [['namespace', 'namespace']] },
  {
    path: ['mtls_certificates'],
    name: 'binding',
    type: 'mtls_certificate',
    fields: [['certificate_id', 'certificate_id']],
  },
  { path: ['send_email'], name: 'name', type: 'send_email', fields: [] },
  {
    path: ['secrets_store_secrets'],
    name: 'binding',
    type: 'secrets_store_secret',
    fields: [
      ['store_id', 'store_id'],
      ['secret_name', 'secret_name'],
    ],
  },
  { path: ['pipelines'], name: 'binding', type: 'pipelines', fields: [['pipeline', 'pipeline']] },
  { path: ['unsafe', 'bindings'], name: 'name', fields: [] },
  { path: ['ai'], name: 'binding', type: 'ai', fields: [] },
  { path: ['browser'], name: 'binding', type: 'browser', fields: [] },
  { path: ['images'], name: 'binding', type: 'images', fields: [] },
  { path: ['version_metadata'], name: 'binding', type: 'version_metadata', fields: [] },
  {
    path: ['ai_search_namespaces'],
    name: 'binding',
    type: 'ai_search_namespace',
    fields: [['namespace', 'namespace']],
  },
  { path: ['ai_search'], name: 'binding', type: 'ai_search', fields: [['instance_name', 'instance_name']] },
  { path: ['agent_memory'], name: 'binding', type: 'agent_memory', fields: [['namespace', 'namespace']] },
  { path: ['websearch'], name: 'binding', type: 'websearch', fields: [] },
  { path: ['media'], name: 'binding', type: 'media', fields: [] },
  { path: ['stream'], name: 'binding', type: 'stream', fields: [] },
  { path: ['artifacts'], name: 'binding', type: 'artifacts', fields: [['namespace', 'namespace']] },
  { path: ['flagship'], name: 'binding', type: 'flagship', fields: [['app_id', 'app_id']] },
  { path: ['worker_loaders'], name: 'binding', type: 'worker_loader', fields: [] },
  { path: ['vpc_services'], name: 'binding', type: 'vpc_service', fields: [['service_id', 'service_id']] },
  {
    path: ['vpc_networks'],
    name: 'binding',
    type: 'vpc_network',
    fields: [
      ['tunnel_id', 'tunnel_id'],
      ['network_id', 'network_id'],
    ],
  },
  { path: ['unsafe_hello_world'], name: 'binding', type: 'unsafe_hello_world', fields: [] },
  { path: ['assets'], name: 'binding', type: 'assets', fields: [], inherited: true },
  {
    path: ['logfwdr', 'bindings'],
    name: 'name',
    type: 'logfwdr',
    fields: [['destination', 'destination']],
    inherited: true,
  },
  { path: ['wasm_modules'], name: 'key', type: 'wasm_module', fields: [], inherited: true },
  { path: ['text_blobs'], name: 'key', type: 'text_blob', fields: [], inherited: true },
  { path: ['data_blobs'], name: 'key', type: 'data_blob', fields: [], inherited: true },
];
