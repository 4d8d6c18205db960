import { z } from 'zod';
import { dayMs } from '../text/duration.ts';

/** The name of an environment, or of one of several platforms. */
export const Name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a name is lower-case letters, digits and single hyphens: `prod`, `qa-eu`');

/** A path of a URL. */
export const Path = z.string().regex(/^\/(?![/\\])/, 'a path starts with one `/`');
export const Milliseconds = z.number().int().positive();
/** A timer of Node takes no more than 24.8 days, and fires at once where it is given more. */
export const Deadline = Milliseconds.max(dayMs, 'a deadline is at most a day, 86400000 ms');
