import type { Finding } from '../../support/check/finding.ts';
import {
  type DeclaredBinding,
  isPlainValue,
  judgeForeignHosts,
  judgeMode,
  judgePlaceholder,
  marksOf,
  placeholderIn,
  secretShapeOf,
  type WranglerReading,
} from '../../support/families/config/index.ts';
import { isCertainSecret } from '../../support/families/config/values/secret-shape.ts';
import { isSecretKey, type Profile, registerValue, Setting } from '../../support/profile/index.ts';

/** What the top level of the configuration has and the named environment does not: nothing of it is inherited. */
export function judgeInheritance({ file, top, environment }: WranglerReading, allowed: readonly RegExp[]): Finding[] {
  if (environment.name === undefined) return [];
  const own = new Set(environment.bindings.map(({ name }) => name));
  return top.bindings
    .filter(({ name }) => !own.has(name) && !allowed.some((form) => form.test(name)))
    .map(({ name, group, line }) => ({
      what: `env.${environment.name} of ${file} lacks ${name}, which the top level has`,
      expected: `${name} in env.${environment.name}.${group}`,
      received: 'nothing: a named environment inherits no bindings and no `vars`',
      from: [`${file}:${line}`],
    }));
}

/** The fields that say which store a binding opens. A service, a dataset and a model are rightly one for all. */
const storeFields: Readonly<Record<string, string>> = {
  kv_namespace: 'id',
  d1: 'database_id',
  r2_bucket: 'bucket_name',
  queue: 'queue',
  hyperdrive: 'id',
  vectorize: 'index_name',
  durable_object_namespace: 'script_name',
};

/** A store that two environments of the deployment open: one database under two names. */
export function judgeSharedStores(
  own: WranglerReading & { of: string },
  other: WranglerReading & { of: string },
  allowed: readonly RegExp[],
): Finding[] {
  const { script } = own.environment;
  if (script !== undefined && script === other.environment.script)
    return [
      {
        what: `${own.of} and ${other.of} are deployed as one script, ${script}`,
        expected: 'a script of its own for each environment',
        received: `${nameOf(own)} and ${nameOf(other)}`,
        from: [own.file, other.file],
      },
    ];
  const theirs = new Map(other.environment.bindings.flatMap((each) => storeOf(each).map((store) => [store, each])));
  return own.environment.bindings
    .filter(({ name }) => !allowed.some((form) => form.test(name)))
    .flatMap((binding) =>
      storeOf(binding).flatMap((store) => {
        const same = theirs.get(store);
        if (same === undefined) return [];
        return [
          {
            what: `${binding.name} of ${own.of} opens the same store as ${same.name} of ${other.of}`,
            expected: `a store of its own for ${own.of}`,
            received: `${store} in ${nameOf(own)} and ${nameOf(other)}`,
            from: [`${own.file}:${binding.line}`, `${other.file}:${same.line}`],
            remedy: `Create one for ${own.of}, and put its id into ${own.file}; if both are meant to have it, list ${binding.name} in \`unmanaged\` of the target.`,
          },
        ];
      }),
    );
}

function storeOf({ type, fields }: DeclaredBinding): string[] {
  const field = storeFields[type];
  const value = fields.find(({ written }) => written === field)?.value;
  return value === undefined || value === '' ? [] : [`${type} ${value}`];
}

function nameOf({ environment: { name } }: WranglerReading): string {
  return name === undefined ? 'the top level' : `env.${name}`;
}

/** Values that the configuration deploys itself: they obey the rules of a cell, before anything runs. */
export function judgeFileVariables(
  profile: Profile,
  { file, environment: { bindings } }: WranglerReading,
  isSetAtDeploy: (name: string) => boolean,
): Finding[] {
  const marks = profile.others.flatMap((other) => marksOf(other, profile));
  return bindings.flatMap(({ name, json, line }) => {
    if (json === undefined || isSetAtDeploy(name)) return [];
    const written: unknown = JSON.parse(json);
    const value = typeof written === 'string' ? written : json;
    const rule = profile.table.rules[name] ?? {};
    const secret = isSecretKey(name, rule);
    registerValue(name, value, secret);
    const from = `${file}:${line}`;
    const judged = { key: name, rule, secret, setting: Setting.of(name, value, from) };
    return [
      ...judgeForeignHosts(judged, profile.environment, marks, profile.loopback),
      ...judgeMode({ key: name, rule, value, from }, profile),
      ...judgePlaceholder(judged, profile.class),
      ...judgeSecret(name, value, { secret, from }),
    ];
  });
}

/** A secret among `vars`: version control keeps it, and the platform shows it. What has no provider's own form is a guess, and warns. */
function judgeSecret(name: string, value: string, { secret, from }: { secret: boolean; from: string }): Finding[] {
  const shape = secretShapeOf(name, value, { byRandomness: false });
  if (shape === undefined && (!secret || isPlainValue(name, value))) return [];
  if (placeholderIn(value, true) !== undefined) return [];
  return [
    {
      what: `${name} is a secret that stands in \`vars\` as plain text`,
      expected: `a secret of the Worker: \`npx wrangler secret put ${name}\``,
      received: `a literal of ${value.length} characters: ${shape ?? 'its name says that it is a secret'}`,
      from: [from],
      remedy: `Rotate it, take it out of \`vars\`, and set it with \`npx wrangler secret put ${name}\`.`,
      ...(!isCertainSecret(value) && { severity: 'warning' as const }),
    },
  ];
}
