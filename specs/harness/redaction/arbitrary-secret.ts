import fc from '../property.ts';

/** Secrets as providers and people create them: random bytes, passphrases with special characters, and any Unicode. */
export const secret = fc.oneof(
  fc.base64String({ minLength: 12, maxLength: 64 }),
  fc.stringMatching(/^[a-z]+:[a-z]+-[a-z]+-[0-9]{3}\|[A-Za-z0-9+/=]{16,40}$/),
  fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'a"\\/&<>\'+%# =|[](){}.*?$^é\n\t'), minLength: 8, maxLength: 24 }),
  fc.string({ unit: 'binary', minLength: 8, maxLength: 20 }),
);

/** The text around a secret. */
export const surroundings = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', '%', '%2', '\\', '\\u', '&', '&#x', '+', 'authorization: Bearer ', '{"token":"'),
);
