import { z } from 'zod'
import type { LineNote } from '#src/domain/commands/line-notes.ts'

/** A line note stored as a fragment of its message: the code, its location and the comment on it. */
const metadata = z.object({
  note: z.string(),
  path: z.string(),
  fromLine: z.number().nullable(),
  toLine: z.number().nullable(),
})

export function noteFragment({ code, text, ...place }: LineNote, position: number) {
  return { position, type: 'CODE' as const, content: code, metadata: { ...place, note: text } satisfies z.infer<typeof metadata> }
}

/** The line notes among a message's fragments, in order. */
export function notesOf(fragments: readonly { position: number; content: string; metadata: unknown }[]): LineNote[] {
  return fragments
    .toSorted((a, b) => a.position - b.position)
    .flatMap(({ content, metadata: written }) => {
      const read = metadata.safeParse(written)
      if (!read.success) return []
      const { note, ...place } = read.data
      return [{ ...place, code: content, text: note }]
    })
}
