/** Maximum number of findings of one kind that are made for one file: hostile files would make millions. */
export const FINDINGS_PER_FILE = 50
/** Maximum length of a finding's message, in characters. GitHub refuses annotations above 64 KB. */
export const MESSAGE_CHARACTERS = 500
/** Maximum length of a problem for the agent, in characters. */
export const PROBLEM_CHARACTERS = 4_000

/** The first items, without making the others. */
export function firstOf<Item>(items: Iterable<Item>, count = FINDINGS_PER_FILE): Item[] {
  const taken: Item[] = []
  for (const item of items) {
    taken.push(item)
    if (taken.length === count) break
  }
  return taken
}

/** Whether a line of the new text, counted from 1, also exists in the old one. Each line is compared once, however often it is asked for. */
export function knownLines(text: string, before: string | null): (line: number) => boolean {
  if (before === null) return () => false
  const lines = text.split('\n')
  const known = new Set(before.split('\n').map((line) => line.trim()))
  const answers = new Map<number, boolean>()
  return (line) => {
    const answer = answers.get(line) ?? known.has((lines[line - 1] ?? '').trim())
    answers.set(line, answer)
    return answer
  }
}
