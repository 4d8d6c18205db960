import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { RequestFailure } from '../../../http/index.ts';
import { MissingInput, type Setting } from '../../../profile/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';

/** What the errors of the official clients hold. */
const ClientError = z.looseObject({
  status: z.number().optional(),
  message: z.string(),
  /** Cloudflare's own list; its client's message is the whole body. */
  errors: z
    .array(z.looseObject({ code: z.number(), message: z.string() }))
    .optional()
    .catch(undefined),
});

/**
 * Words why a platform could not be read, whatever the official client threw.
 * @param what was to be read: `the secrets of the Worker twin-log-worker`
 * @param needs the permission that reading it takes
 */
export function unreadable(what: string, error: unknown, credential: Setting, needs: string): Error {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof RequestFailure)
      return cause.isRefusal ? cause : new NotVerified(`${what} could not be read: ${cause.message}`);
    if (cause instanceof NotVerified || cause instanceof MissingInput) return cause;
  }
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return new NotVerified(
      `${what} could not be read: the answer does not have the documented form (${issue?.path.join('.') || 'the whole of it'}: ${issue?.message ?? 'wrong'})`,
    );
  }
  if (error instanceof SyntaxError)
    return new NotVerified(`${what} could not be read: the answer is not complete JSON (${error.message})`);
  const known = ClientError.safeParse(error);
  const status = known.success ? known.data.status : undefined;
  if (status === undefined) return error instanceof Error ? error : new Error(String(error));
  const [first] = known.data?.errors ?? [];
  const message = first ? `${first.message} (code ${first.code})` : (known.data?.message ?? '');
  const said = quoteForeign(message, 160);
  const seen = `${what} could not be read: status ${status}, ${said}`;
  if (status === 401 || status === 403)
    return new NotVerified(
      `${seen}; ${credential.name} (${credential.origin}) is refused, or lacks a permission`,
      `Set ${credential.name} to a valid token with ${needs}.`,
      // One that is unknown is refused everywhere; one that lacks a permission, only here.
      status === 401 ? credential : undefined,
    );
  if (status === 404)
    return new NotVerified(
      seen,
      `Correct the name in the deployment config, or give ${credential.name} ${needs}: platforms also return 404 for what a token may not read.`,
    );
  if (status === 429) return new NotVerified(seen, 'The API rate limit was reached: try again later.');
  return new NotVerified(seen);
}
