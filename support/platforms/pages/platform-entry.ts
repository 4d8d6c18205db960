import { z } from 'zod';
import { credential, strict } from '../../settings/index.ts';

const oneKey = 'one credential may let the runner into several environments: what is behind it differs';

/** A service token of Cloudflare Access. Source: developers.cloudflare.com/cloudflare-one, "Service tokens". */
export const Access = strict({
  /** Sent as `CF-Access-Client-Id`. */
  clientId: credential({ called: 'client id of Cloudflare Access', mayBeShared: oneKey }),
  /** Sent as `CF-Access-Client-Secret`. */
  clientSecret: credential({ called: 'client secret of Cloudflare Access', mayBeShared: oneKey }),
});

/** Headers of every request, by name: a bypass token, a cookie. */
export const EntryHeaders = z
  .record(
    z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'the name of a header'),
    credential({ called: 'request header', mayBeShared: oneKey }),
  )
  .default({});

/** A name and a password for HTTP Basic authentication. */
export const BasicAuth = strict({
  /** The name. */
  user: credential({ called: 'name for basic authentication', mayBeShared: oneKey }),
  /** The password. */
  password: credential({ called: 'password for basic authentication', mayBeShared: oneKey }),
});
