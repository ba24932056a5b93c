/** Types that the repository's components may count on though no file of the repository names them; `null` for none. */
export const AMBIENT_TYPES: string | null = null
