import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Global types that components may use without any file of the repository importing them; `null` for none. */
export const AMBIENT_TYPES: string | null = null

/** Types of imported stylesheets and pictures, for repositories whose tsconfig doesn't declare them. */
export const BUNDLER_TYPES: readonly string[] = [join(dirname(fileURLToPath(import.meta.resolve('vite/package.json'))), 'client.d.ts')]
