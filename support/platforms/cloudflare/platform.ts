import { address, below, credential, definePlatform, type Setting, setting } from '../../settings/index.ts';

const oneAccount = 'one account serves every environment';

/** The Cloudflare API, with which Workers and Pages are read. */
export const cloudflare = definePlatform({
  name: 'cloudflare',
  title: 'the Cloudflare API',
  checkedBy: ['config/drift-worker', 'config/drift-pages'],
  settings: {
    /** The account that holds the Workers and the Pages projects. */
    accountId: setting(),
    /** A token that may read Workers scripts and Pages; `sync-env` needs one that may write them. */
    apiToken: credential({
      called: 'Cloudflare token',
      mayBeShared: oneAccount,
      opens: ({ api }: { api: Setting }) => ({
        call: 'Cloudflare, tokens/verify',
        at: () => below(api, '/user/tokens/verify'),
      }),
    }),
    /** Where the API answers. */
    api: address({
      mayBeShared: oneAccount,
      reads: [
        /^\/user\/tokens\/verify$/,
        /^\/accounts\/[^/]+\/workers\/scripts\/[^/]+\/(settings|schedules|secrets|deployments|versions)(\/[^/]+)?$/,
        /^\/accounts\/[^/]+\/workers\/scripts$/,
        /^\/accounts\/[^/]+\/builds\/workers\/[^/]+\/triggers$/,
        /^\/accounts\/[^/]+\/pages\/projects\/[^/]+(\/deployments(\/[^/]+)?)?$/,
      ],
    }).prefault({ value: 'https://api.cloudflare.com/client/v4' }),
  },
});
