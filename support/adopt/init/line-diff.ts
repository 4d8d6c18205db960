/** The lines that a text would lose (`-`) and get (`+`), with two lines around them; empty where both are the same. */
export function lineDiff(before: string, after: string): string[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const common = commonLengths(old, fresh);
  const lines: { mark: ' ' | '-' | '+'; text: string }[] = [];
  let [left, right] = [0, 0];
  while (left < old.length || right < fresh.length) {
    if (left < old.length && old[left] === fresh[right]) {
      lines.push({ mark: ' ', text: old[left] ?? '' });
      left += 1;
      right += 1;
    } else if (
      right >= fresh.length ||
      (left < old.length && at(common, left + 1, right) >= at(common, left, right + 1))
    ) {
      lines.push({ mark: '-', text: old[left] ?? '' });
      left += 1;
    } else {
      lines.push({ mark: '+', text: fresh[right] ?? '' });
      right += 1;
    }
  }
  const isNear = (index: number) => lines.slice(Math.max(0, index - 2), index + 3).some(({ mark }) => mark !== ' ');
  return lines.flatMap(({ mark, text }, index) => (isNear(index) ? [`${mark} ${text}`.trimEnd()] : []));
}

/** How many lines two texts have in common from each pair of lines on. */
function commonLengths(old: readonly string[], fresh: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  for (let left = old.length - 1; left >= 0; left -= 1) {
    const row = lengths[left] ?? [];
    for (let right = fresh.length - 1; right >= 0; right -= 1)
      row[right] =
        old[left] === fresh[right]
          ? at(lengths, left + 1, right + 1) + 1
          : Math.max(at(lengths, left + 1, right), row[right + 1] ?? 0);
  }
  return lengths;
}

function at(lengths: readonly (readonly number[])[], left: number, right: number): number {
  return lengths[left]?.[right] ?? 0;
}
