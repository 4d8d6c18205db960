/** The first `most` items, and a last one that counts the others: "and 12 more". */
export function firstFew(items: readonly string[], most: number, noun = ''): string[] {
  if (items.length <= most) return [...items];
  return [...items.slice(0, most), `and ${items.length - most} more${noun === '' ? '' : ` ${noun}`}`];
}
