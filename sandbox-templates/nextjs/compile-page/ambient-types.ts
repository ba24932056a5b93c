/** The contents of Next's `next-env.d.ts`, which repositories don't commit. */
export const AMBIENT_TYPES: string | null = `/// <reference types="next" />
/// <reference types="next/image-types/global" />
`

/** Next's types above include them. */
export const BUNDLER_TYPES: readonly string[] = []
