/** A group of bindings in wrangler's configuration, and what the API calls them. */
export interface BindingGroup {
  /** Where they stand: `durable_objects.bindings`. */
  path: readonly string[];
  /** The field that names the binding. */
  name: 'binding' | 'name';
  /** The type that the API returns; undefined where each binding names its own. */
  type?: string;
  /** The fields that are compared: wrangler's name, then those of the API. */
  fields: readonly (readonly [written: string, ...shown: string[]])[];
}

/**
 * The groups of bindings that a named environment does not inherit from the top level.
 * Source: developers.cloudflare.com/workers/wrangler/configuration, "Non-inheritable keys"; the types of the API: cloudflare
 * 7.3.0, resources/workers/scripts/script-and-version-settings.
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
  },
  { path: ['kv_namespaces'], name: 'binding', type: 'kv_namespace', fields: [['id', 'namespace_id']] },
  { path: ['r2_buckets'], name: 'binding', type: 'r2_bucket', fields: [['bucket_name', 'bucket_name']] },
  { path: ['d1_databases'], name: 'binding', type: 'd1', fields: [['database_id', 'database_id', 'id']] },
  {
    path: ['services'],
    name: 'binding',
    type: 'service',
    fields: [
      ['service', 'service'],
      ['entrypoint', 'entrypoint'],
    ],
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
  { path: ['ratelimits'], name: 'name', type: 'ratelimit', fields: [['namespace_id', 'namespace_id']] },
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
];
