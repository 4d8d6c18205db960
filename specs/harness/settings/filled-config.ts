import { z } from 'zod';
import { platforms as registry } from '../../../support/platforms/registry.ts';
import { type Deployment, Deployment as DeploymentSchema } from '../../../support/profile/schema.ts';
import { innerOf, partnerOf, type Role, roleOf } from '../../../support/settings/index.ts';

/** A setting that a declaration names, and the key from which a filled config reads it. */
export interface FilledSetting {
  key: string;
  place: string;
  role: Role;
}

/** Whether a platform has one section, or a map with one that has a name. */
export type Form = 'one' | 'several';

/** The name of a section among several, and of everything else that a record names. */
const name = 'name';

/** Values of which a policy takes one. */
const candidates = ['/path', 'module:function', 'name', 'https://third.example', 1, true, [], {}];

/**
 * A part of a config in which every setting that its schema declares is read from a key of its own. Policies are left out
 * where they may be.
 */
export function fill(schema: z.core.$ZodType, place: string, filled: FilledSetting[], form: Form = 'one'): unknown {
  const role = roleOf(schema);
  if (role) {
    const key = place.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();
    filled.push({ key, place, role });
    return { key };
  }
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape)
        .filter(([key]) => place !== 'platforms' || isOfForm(key, form))
        .filter(([, field]) => partnerOf(field) === undefined || form === 'several')
        .filter(([, field]) => holdsSettings(field) || isRequired(field) || isPlainOption(field))
        .map(([key, field]) => [key, partnerOf(field) ? name : fill(field, `${place}.${key}`, filled, form)]),
    );
  if (schema instanceof z.ZodArray) return [fill(schema.element, `${place}.0`, filled, form)];
  if (schema instanceof z.ZodRecord) return { [name]: fill(schema.valueType, `${place}.${name}`, filled, form) };
  const inner = innerOf(schema);
  if (inner) return fill(inner, place, filled, form);
  if (schema instanceof z.ZodEnum) return schema.options[0];
  return candidates.find((candidate) => z.safeParse(schema, candidate).success);
}

/** A platform is written in one form of the two: both at once are an error. */
function isOfForm(section: string, form: Form): boolean {
  const platform = Object.values(registry).find((each) => each.name === section || each.several === section);
  if (platform?.several === undefined) return true;
  return section === (form === 'one' ? platform.name : platform.several);
}

function holdsSettings(schema: z.core.$ZodType): boolean {
  if (roleOf(schema)) return true;
  if (schema instanceof z.ZodObject) return Object.values(schema.shape).some(holdsSettings);
  if (schema instanceof z.ZodArray) return holdsSettings(schema.element);
  if (schema instanceof z.ZodRecord) return holdsSettings(schema.valueType);
  const inner = innerOf(schema);
  return inner !== undefined && holdsSettings(inner);
}

function isRequired(schema: z.core.$ZodType): boolean {
  return !z.safeParse(schema, undefined).success;
}

/** A choice or a text may decide whether the settings beside it count: a target without a platform is not asked. */
function isPlainOption(schema: z.core.$ZodType): boolean {
  const inner = schema instanceof z.ZodOptional ? innerOf(schema) : undefined;
  return inner instanceof z.ZodEnum || inner instanceof z.ZodString;
}

/** A config with every section that holds settings, and the settings in it. */
export function filledConfig(form: Form): {
  config: Omit<Deployment, 'environments' | 'name' | 'table'>;
  filled: FilledSetting[];
} {
  const filled: FilledSetting[] = [];
  const { platforms, sync, notify } = DeploymentSchema.shape;
  const config = {
    platforms: fill(platforms, 'platforms', filled, form),
    sync: fill(sync, 'sync', filled, form),
    notify: fill(notify, 'notify', filled, form),
  };
  return { config: config as Omit<Deployment, 'environments' | 'name' | 'table'>, filled };
}

/** A value of a setting that no other setting and no other environment has. */
export function madeUpValue({ role, key }: FilledSetting, environment: string): string {
  const name = `${key.toLowerCase().replaceAll('_', '-')}-${environment}`;
  if (role.role === 'address') return `https://${name}.example`;
  if (role.role === 'connection string') return `postgres://app:made-up-${name}@db.example/app`;
  return role.role === 'deployment name' ? `${environment}:${name}` : `made-up-${name}`;
}
