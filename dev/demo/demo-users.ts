/** Who and what the demo plays with. */
export const OWNER = 'terrace'
export const REPOSITORY = 'storefront'

/** The tokens are for the local GitHub only, where whoever reaches the machine may play. */
export const PEOPLE = {
  maintainer: { login: 'maya', token: 'maintainer-of-the-demo' },
  writer: { login: 'will', token: 'writer-of-the-demo' },
  outsider: { login: 'oscar', token: 'outsider-of-the-demo' },
} as const
