export { requireService, type ServiceProfile, serviceAnswer } from './read-answer.ts';
export { serviceBurst } from './read-burst.ts';
