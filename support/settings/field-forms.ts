import { z } from 'zod';
import { dayMs } from '../text/duration.ts';

/** A path of a URL. */
export const Path = z.string().regex(/^\/(?![/\\])/, 'a path starts with one `/`');
export const Milliseconds = z.number().int().positive();
/** A timer of Node takes no more than 24.8 days, and fires at once where it is given more. */
export const Deadline = Milliseconds.max(dayMs, 'a deadline is at most a day, 86400000 ms');
