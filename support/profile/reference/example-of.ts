import { z } from 'zod';
import { innerOf, roleOf } from '../../settings/index.ts';

/** What is known of a setting beside its schema. */
export interface Known {
  /** Its place in the config: "platforms.worker.rateLimits.0.limit". */
  place: string;
  /** What its doc comment says. */
  doc: string;
  /** The JSON behind `@example` of its doc comment. */
  tagged: string | undefined;
}

/** Looks up what is known of the settings of a group. */
export type KnownOf = (group: z.ZodObject, place: string, key: string) => Known;

/**
 * A value of a setting that its schema takes: the one behind `@example` of its doc comment, else one that the schema or the comment
 * names.
 * @returns undefined where none is known
 * @throws Error where the tagged one is not taken
 */
export function exampleOf(schema: z.core.$ZodType, known: Known, knownOf: KnownOf): unknown {
  if (known.tagged !== undefined) {
    const value: unknown = JSON.parse(known.tagged);
    if (!takes(schema, value)) throw new Error(`${known.place} does not take its @example ${known.tagged}`);
    return value;
  }
  return [...candidates(schema, known, knownOf)].find((value) => value !== undefined && takes(schema, value));
}

function* candidates(schema: z.core.$ZodType, known: Known, knownOf: KnownOf): Generator<unknown> {
  const fallback = fallbackOf(schema);
  const bare = withoutAbsence(schema);
  if (roleOf(bare)) yield { key: keyOf(known.place) };
  if (roleOf(bare)) return;
  if (bare instanceof z.ZodBoolean) yield fallback !== true;
  if (bare instanceof z.ZodEnum) yield* bare.options.filter((option) => option !== fallback);
  if (bare instanceof z.ZodLiteral) yield* bare.values;
  yield* quotedIn(known.doc);
  if (isFilled(fallback)) yield fallback;
  if (bare instanceof z.ZodArray) {
    const element = exampleOf(bare.element, { ...known, place: `${known.place}.0` }, knownOf);
    if (element !== undefined) yield [element];
  }
  if (bare instanceof z.ZodRecord) {
    const value = exampleOf(bare.valueType, { ...known, place: `${known.place}.NAME` }, knownOf);
    for (const name of ['prod', 'NAME', 'POST /logs']) if (value !== undefined) yield { [name]: value };
  }
  if (bare instanceof z.ZodUnion) for (const option of bare.options) yield exampleOf(option, known, knownOf);
  if (bare instanceof z.ZodObject) yield* ofGroup(bare, known.place, knownOf);
  const inner = innerOf(bare);
  if (inner && inner !== bare) yield exampleOf(inner, known, knownOf);
}

/** What has to be set in a group, or the first setting of it where nothing has to be. */
function* ofGroup(group: z.ZodObject, place: string, knownOf: KnownOf): Generator<unknown> {
  const entries = Object.entries(group.shape);
  const valued = (some: typeof entries) =>
    Object.fromEntries(some.map(([key, field]) => [key, exampleOf(field, knownOf(group, place, key), knownOf)]));
  const required = entries.filter(([, field]) => !takes(field, undefined));
  if (required.length > 0) yield valued(required);
  for (const optional of entries.filter((entry) => !required.includes(entry))) yield valued([...required, optional]);
}

function takes(schema: z.core.$ZodType, value: unknown): boolean {
  return z.safeParse(schema, value).success;
}

function fallbackOf(schema: z.core.$ZodType): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? schema.def.defaultValue : undefined;
}

function withoutAbsence(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapper =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  const inner = isWrapper ? innerOf(schema) : undefined;
  return inner ? withoutAbsence(inner) : schema;
}

/** Whether a default shows what a value looks like. */
function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    ? Object.keys(value).length > 0
    : value !== undefined && value !== '';
}

/** The values that a doc comment quotes behind a colon, alone and as a list: `The query: \`sites/list:listSites\`.` */
function quotedIn(doc: string): unknown[] {
  return [...doc.matchAll(/: `([^`]+)`/g)].flatMap(([, text = '']) => [text, [text]]);
}

/** The key of a table that such a setting would be read from: `platforms.pages.access.clientId` as PAGES_CLIENT_ID. */
function keyOf(place: string): string {
  const words = place.split('.').filter((word) => !['platforms', '0', 'NAME'].includes(word));
  const kept = words.length > 2 ? [words[0], words.at(-1)] : words;
  return kept.map((word = '') => word.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()).join('_');
}
