/** "1 request", "3 requests". @param plural for words that do not just take an s */
export function countWords(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** What follows a noun: what it is of, what is said of it, or what was done with it. */
const afterNoun =
  /^(?:\(.*|of|in|on|at|by|for|to|from|with|without|whose|that|which|beyond|elsewhere|not|only|\w+ed|\w+-only|read|kept|cut|left|found|known|sent|tried|taken|used|seen|spent)$/;
const verbs: Readonly<Record<string, string>> = { are: 'is', have: 'has', do: 'does', did: 'did', cannot: 'cannot' };

/**
 * "1 row compared", "12 rows compared": a phrase in the plural, whose nouns are made singular for one, and the verb of what is
 * said of them.
 */
export function countPhrase(count: number, phrase: string): string {
  return `${count} ${count === 1 ? singularPhrase(phrase) : phrase}`;
}

function singularPhrase(phrase: string): string {
  const words = phrase.split(' ');
  const after = words.findIndex((word, index) => index > 0 && afterNoun.test(word.replace(/,$/, '')));
  const end = after < 0 ? words.length : after;
  const nouns = words.slice(0, end).map((word, index) => {
    const isNoun = index === end - 1 || word.endsWith(',') || words[index + 1] === 'and';
    return isNoun ? word.replace(/^[\w-]+/, singularOf) : word;
  });

  return [
    ...nouns,
    words
      .slice(end)
      .join(' ')
      .replace(/^(that|which) (\w+)/, singularClause),
  ]
    .join(' ')
    .trim();
}

/** `that are` of several, `that is` of one; what others do with them (`that the front end fetches`) stays as it is. */
function singularClause(clause: string, relative: string, verb: string): string {
  if (/^(?:the|a|an|its|only|any|another)$/.test(verb)) return clause;
  return `${relative} ${verbs[verb] ?? `${verb}s`}`;
}

function singularOf(word: string): string {
  if (/ies$/.test(word)) return word.replace(/ies$/, 'y');
  if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}
