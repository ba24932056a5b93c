import { storable } from './storable.ts'

/** A text by its letters where Prisma hands it to ILIKE, as it does for every comparison that doesn't mind the case. */
export function escapeLike(text: string): string {
  return storable(text).replace(/[\\%_]/g, String.raw`\$&`)
}
