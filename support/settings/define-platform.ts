import type { z } from 'zod';
import type { Resolved } from './resolved.ts';
import { strict } from './strict-object.ts';

export interface PlatformDefinition<Name extends string, Several extends string, Shape extends z.ZodRawShape> {
  /** Its section in the config, its folder in `support/platforms`, and what its checks begin with. */
  name: Name;
  /** The section for several of them: `workers: { logs: …, images: … }`. */
  several?: Several;
  /** In messages: "the Worker". */
  title: string;
  /** The checks that look at it, where it has no folder of its own in `specs`. */
  checkedBy?: readonly string[];
  settings: Shape;
  /** The config says of this one that several environments have it in common: none of its values has to differ. */
  isShared?: (section: Resolved<z.infer<z.ZodObject<Shape>>>) => boolean;
  /** Other environments whose own one a check of this platform may read. */
  readsFrom?: (section: Resolved<z.infer<z.ZodObject<Shape>>>) => readonly string[];
}

/** Declares a platform: each of its settings once, with its role. Everything else follows from this. */
export function definePlatform<
  const Name extends string,
  const Several extends string = never,
  const Shape extends z.ZodRawShape = z.ZodRawShape,
>({ name, several, title, checkedBy = [], settings, isShared, readsFrom }: PlatformDefinition<Name, Several, Shape>) {
  return {
    name,
    several,
    title,
    checkedBy,
    settings: strict(settings),
    // Whoever walks over all platforms knows no section's type.
    isShared: (section: object): boolean => isShared?.(section as Resolved<z.infer<z.ZodObject<Shape>>>) ?? false,
    readsFrom: (section: object): readonly string[] =>
      readsFrom?.(section as Resolved<z.infer<z.ZodObject<Shape>>>) ?? [],
  };
}
