export { defineReading, type Read, type Reading, type ReadingContext } from './reading.ts';
export { type Reader, Readings } from './readings.ts';
