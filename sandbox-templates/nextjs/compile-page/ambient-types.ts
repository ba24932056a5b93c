/** What Next writes to `next-env.d.ts`, which repositories don't keep. */
export const AMBIENT_TYPES: string | null = `/// <reference types="next" />
/// <reference types="next/image-types/global" />
`

/** Next's are among those. */
export const BUNDLER_TYPES: readonly string[] = []
