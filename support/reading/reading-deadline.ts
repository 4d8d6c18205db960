/** A reading did not finish in time. The service that it waited for is slow or silent; the check itself is not at fault. */
export class ReadingDeadline extends Error {
  override readonly name = 'ReadingDeadline';
}
