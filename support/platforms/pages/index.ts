export { judgeReachable, judgeRoute } from './judge-page.ts';
export { sitePage } from './read-page.ts';
