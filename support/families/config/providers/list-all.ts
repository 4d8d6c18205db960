import { NotVerified } from '../../../check/not-verified.ts';

/** One page of a list, and how many items the list has in all. */
export interface ListPage<Item> {
  total: number;
  items: readonly Item[];
}

/**
 * Every item of a list: the first page tells how many there are, the others are fetched together, and what came is counted.
 * @param what is listed, for the message
 * @throws NotVerified where it is not as many as the platform says: a list that was cut looks like one without drift
 */
export async function listAll<Item>(
  what: string,
  pageSize: number,
  fetchPage: (page: number) => Promise<ListPage<Item>>,
): Promise<Item[]> {
  const first = await fetchPage(1);
  // A platform may give smaller pages than it was asked for.
  const size = Math.min(pageSize, Math.max(first.items.length, 1));
  const count = first.items.length >= first.total ? 1 : Math.ceil(first.total / size);
  const rest = await Promise.all(Array.from({ length: count - 1 }, (_, index) => fetchPage(index + 2)));
  const items = [first, ...rest].flatMap((page) => page.items);
  const total = Math.max(first.total, ...rest.map((page) => page.total));
  if (items.length !== total)
    throw new NotVerified(
      `${what} could be read only in part: ${items.length} of ${total}`,
      'The list changed while it was read, or is cut by the platform: run it again.',
    );
  return items;
}
