/**
 * The one place that knows which texts are secret, and the functions that take them out of every sink. Secrets are
 * registered as they are read; a text is redacted on its way out, and what was written is scanned once more.
 */

export { redactDeep } from './redact-deep.ts';
export { findSecrets, forgetSecrets, redact, registerSecret } from './registered-secrets.ts';
