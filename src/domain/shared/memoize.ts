/** Answers that are remembered at once; more begin anew. */
const KEPT = 1_000

/** `ask`, whose answer to one key is believed for so long, and asked for once however many want it at the same time. Failures are not kept. */
export function memoize<Question, Answer>(
  milliseconds: number,
  ask: (question: Question) => Promise<Answer>,
): (key: string, question: Question) => Promise<Answer> {
  const kept = new Map<string, { until: number; answer: Promise<Answer> }>()
  return (key, question) => {
    const known = kept.get(key)
    if (known !== undefined && known.until > Date.now()) return known.answer
    if (kept.size >= KEPT) kept.clear()
    const answer = ask(question)
    kept.set(key, { until: Date.now() + milliseconds, answer })
    answer.catch(() => kept.delete(key))
    return answer
  }
}
