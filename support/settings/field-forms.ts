import { z } from 'zod';

/** A path of a URL. */
export const Path = z.string().regex(/^\/(?![/\\])/, 'a path starts with one `/`');
export const Milliseconds = z.number().int().positive();
const day = 86_400_000;
/** A timer of Node takes no more than 24.8 days, and fires at once where it is given more. */
export const Deadline = Milliseconds.max(day, 'a deadline is at most a day, 86400000 ms');
