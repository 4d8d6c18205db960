/**
 * Seals a secret with a repository's public key, as GitHub takes it: an anonymous box of libsodium.
 * Source: docs.github.com, "Encrypting secrets for the REST API".
 * @param publicKey in base64
 * @returns in base64
 */
export async function sealSecret(secret: string, publicKey: string): Promise<string> {
  const { default: sodium } = await import('libsodium-wrappers');
  await sodium.ready;
  const { ORIGINAL } = sodium.base64_variants;
  const sealed = sodium.crypto_box_seal(sodium.from_string(secret), sodium.from_base64(publicKey, ORIGINAL));
  return sodium.to_base64(sealed, ORIGINAL);
}
