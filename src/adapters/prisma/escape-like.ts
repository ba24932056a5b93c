import { storable } from './storable.ts'

/** Escapes a text for ILIKE, which Prisma uses for every case-insensitive comparison. */
export function escapeLike(text: string): string {
  return storable(text).replace(/[\\%_]/g, String.raw`\$&`)
}
