import { readHeldKeys, targetsOn } from '../families/config/index.ts';
import type { Profile } from '../profile/index.ts';
import type { Read } from '../reading/index.ts';

/** What the platforms have now, as JSON: values where they can be read, only names where they cannot. */
export async function readableValues(profile: Profile, read: Read, only?: readonly string[]): Promise<string> {
  const inputs = (targetsOn(profile) ?? []).filter(({ target }) => only?.includes(target.target) ?? true);
  const held = await Promise.all(inputs.map((input) => readHeldKeys(read, input)));
  const platforms = held.map(({ target, place, keys }) => ({
    target,
    place,
    values: Object.fromEntries(keys.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
    namesOnly: keys.filter(({ value }) => value === undefined).map(({ name }) => name),
  }));
  return `${JSON.stringify({ environment: profile.environment, platforms }, null, 2)}\n`;
}
