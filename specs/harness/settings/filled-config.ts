import { z } from 'zod';
import { type Deployment, Deployment as DeploymentSchema } from '../../../support/profile/schema.ts';
import { innerOf, type Role, roleOf } from '../../../support/settings/index.ts';

/** A setting that a declaration names, and the key from which a filled config reads it. */
export interface FilledSetting {
  key: string;
  place: string;
  role: Role;
}

/** Values of which a policy takes one. */
const candidates = ['/path', 'module:function', 'name', 'https://third.example', 1, true, [], {}];

/**
 * A part of a config in which every setting that its schema declares is read from a key of its own. Policies are left out
 * where they may be.
 */
export function fill(schema: z.core.$ZodType, place: string, filled: FilledSetting[]): unknown {
  const role = roleOf(schema);
  if (role) {
    const key = place.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();
    filled.push({ key, place, role });
    return { key };
  }
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape)
        .filter(([, field]) => holdsSettings(field) || isRequired(field) || isPlainOption(field))
        .map(([name, field]) => [name, fill(field, `${place}.${name}`, filled)]),
    );
  if (schema instanceof z.ZodArray) return [fill(schema.element, `${place}.0`, filled)];
  if (schema instanceof z.ZodRecord) return { NAME: fill(schema.valueType, `${place}.NAME`, filled) };
  const inner = innerOf(schema);
  if (inner) return fill(inner, place, filled);
  if (schema instanceof z.ZodEnum) return schema.options[0];
  return candidates.find((candidate) => z.safeParse(schema, candidate).success);
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
export function filledConfig(): {
  config: Omit<Deployment, 'environments' | 'name' | 'table'>;
  filled: FilledSetting[];
} {
  const filled: FilledSetting[] = [];
  const { platforms, sync, notify } = DeploymentSchema.shape;
  const config = {
    platforms: fill(platforms, 'platforms', filled),
    sync: fill(sync, 'sync', filled),
    notify: fill(notify, 'notify', filled),
  };
  return { config: config as Omit<Deployment, 'environments' | 'name' | 'table'>, filled };
}

/** A value of a setting that no other setting and no other environment has. */
export function madeUpValue({ role, key }: FilledSetting, environment: string): string {
  const name = `${key.toLowerCase().replaceAll('_', '-')}-${environment}`;
  if (role.role === 'address') return `https://${name}.example`;
  return role.role === 'deployment name' ? `${environment}:${name}` : `made-up-${name}`;
}
