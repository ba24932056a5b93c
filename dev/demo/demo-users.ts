/** Repository and users of the demo. */
export const OWNER = 'terrace'
export const REPOSITORY = 'storefront'

/** The tokens work on the local GitHub only, which everybody with access to the machine may use. */
export const PEOPLE = {
  maintainer: { login: 'maya', token: 'maintainer-of-the-demo' },
  writer: { login: 'will', token: 'writer-of-the-demo' },
  outsider: { login: 'oscar', token: 'outsider-of-the-demo' },
} as const
