export { defineReading, type Read, type Reading, type ReadingContext } from './reading.ts';
export { ReadingDeadline } from './reading-deadline.ts';
export { type Reader, Readings } from './readings.ts';
