/** "1 request", "3 requests". @param plural for words that do not just take an s */
export function countWords(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** "1 row compared", "12 rows compared": the first word of a phrase in the plural, made singular for one. */
export function countPhrase(count: number, phrase: string): string {
  return `${count} ${count === 1 ? phrase.replace(/^\w+/, singularOf) : phrase}`;
}

function singularOf(word: string): string {
  if (/ies$/.test(word)) return word.replace(/ies$/, 'y');
  if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}
