import { z } from 'zod';
import { isFile, roleOf } from './declared.ts';
import type { Role } from './role.ts';

/** Where a walk over a section is. */
export interface Position {
  /** "platforms.worker.redis.url", the same in every environment. */
  place: string;
  /** The settings beside it. */
  group: object;
  /** The key of the record that it stands in: the TARGET of an attest route. */
  owner?: string;
}

export interface Visitor {
  /** @returns what takes its place */
  setting: (value: unknown, role: Role, at: Position) => unknown;
  file?: (shown: string) => unknown;
}

/**
 * Walks over a section by the schema that declares it, whatever groups, lists and records the settings stand in.
 * @returns the section with what the visitor puts in the place of each setting; what is left out of it is left out
 */
export function walkSection(schema: z.core.$ZodType, value: unknown, at: Position, visitor: Visitor): unknown {
  if (value === undefined) return undefined;
  const role = roleOf(schema);
  if (role) return visitor.setting(value, role, at);
  if (isFile(schema)) return visitor.file ? visitor.file(value as string) : value;
  if (schema instanceof z.ZodObject && isGroup(value))
    return mapValues(value, (item, key) => {
      const field = schema.shape[key];
      return field ? walkSection(field, item, { ...at, place: `${at.place}.${key}`, group: value }, visitor) : item;
    });
  if (schema instanceof z.ZodRecord && isGroup(value))
    return mapValues(value, (item, key) =>
      walkSection(schema.valueType, item, { ...at, place: `${at.place}.${key}`, owner: key }, visitor),
    );
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((item, index) =>
      walkSection(schema.element, item, { ...at, place: `${at.place}.${index}` }, visitor),
    );
  const inner = innerOf(schema) ?? optionFor(schema, value);
  return inner ? walkSection(inner, value, at, visitor) : value;
}

/** What a schema is made of that only says more about another: that it may be left out, or what stands in for it. */
export function innerOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapper ? schema.def.innerType : undefined;
}

/** The group among the options of a union that has the keys of the value. */
function optionFor(schema: z.core.$ZodType, value: unknown): z.core.$ZodType | undefined {
  if (!(schema instanceof z.ZodUnion) || !isGroup(value)) return undefined;
  return schema.options.find(
    (option) => option instanceof z.ZodObject && Object.keys(value).every((key) => Object.hasOwn(option.shape, key)),
  );
}

function mapValues(group: Record<string, unknown>, change: (item: unknown, key: string) => unknown): object {
  const present = Object.entries(group).filter(([, item]) => item !== undefined);
  return Object.fromEntries(present.map(([key, item]) => [key, change(item, key)]));
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
