import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Types that the repository's components may count on though no file of the repository names them; `null` for none. */
export const AMBIENT_TYPES: string | null = null

/** What the bundler makes of stylesheets and pictures, for a repository whose settings say nothing of it. */
export const BUNDLER_TYPES: readonly string[] = [join(dirname(fileURLToPath(import.meta.resolve('vite/package.json'))), 'client.d.ts')]
