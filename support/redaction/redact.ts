/**
 * The registry of secrets, and the functions that remove them from every output. Secrets are registered when they are read;
 * a text is redacted before it is written, and the written files are scanned again.
 */

export { redactDeep } from './redact-deep.ts';
export { findSecrets, forgetSecrets, redact, registerSecret } from './registered-secrets.ts';
export { withoutSecretShapes } from './secret-shapes.ts';
