/** A shorter stretch that a sample and its redacted form have in common is taken for chance, except at their ends. */
const shortestKept = 3;

/**
 * The parts of a posted sample that must not come back: what its redacted form does not keep. Without a redacted form, what
 * was made up for its `*`; without either, what follows its label (`pin=`, `Bearer `, the user of an address).
 * @param madeUp what stands in the sample for `*`; undefined where it has none
 */
export function secretRuns(value: string, becomes: string | undefined, madeUp: string | undefined): string[] {
  if (becomes !== undefined) return unkept(value, becomes).filter((run) => run !== '');
  if (madeUp !== undefined) return [madeUp];
  const password = /:\/\/[^/\s:@]*:([^/\s@]+)@/.exec(value)?.[1];
  // A label has no digits: the groups of a card number label nothing.
  return [password ?? /^\D*?[=:\s]["']?([^=:\s"']+)["']?$/.exec(value)?.[1] ?? value];
}

/** Beginning and end in common, then the longest stretch between them, and the same on both of its sides. */
function unkept(value: string, becomes: string): string[] {
  const most = Math.min(value.length, becomes.length);
  let start = 0;
  while (start < most && value[start] === becomes[start]) start += 1;
  let end = 0;
  while (end < most - start && value.at(-1 - end) === becomes.at(-1 - end)) end += 1;
  return between(value.slice(start, value.length - end), becomes.slice(start, becomes.length - end));
}

function between(value: string, becomes: string): string[] {
  for (let length = Math.min(value.length, becomes.length); length >= shortestKept; length -= 1)
    for (let at = 0; at + length <= value.length; at += 1) {
      const place = becomes.indexOf(value.slice(at, at + length));
      if (place === -1) continue;
      return [
        ...between(value.slice(0, at), becomes.slice(0, place)),
        ...between(value.slice(at + length), becomes.slice(place + length)),
      ];
    }
  return [value];
}
