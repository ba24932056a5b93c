import { Failure } from '#src/domain/shared/failures.ts'

export type FailingPort<Port> = {
  port: Port
  /** The next call of `method` fails and does nothing. */
  failNext(method: keyof Port, failure: Failure): void
  /** The next call of `method` does its work, but its result is lost. */
  loseAnswer(method: keyof Port): void
  /** How often a method was called. */
  calls(method: keyof Port): number
}

/** A port that works normally unless a test asks for failures. */
export function failingPort<Port extends object>(port: Port): FailingPort<Port> {
  const failures = new Map<unknown, Failure>()
  const lost = new Set<unknown>()
  const counts = new Map<unknown, number>()
  const proxy = new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return async (...args: unknown[]) => {
        counts.set(name, (counts.get(name) ?? 0) + 1)
        const failure = failures.get(name)
        if (failures.delete(name)) throw failure
        const answer: unknown = await member.apply(target, args)
        if (lost.delete(name)) throw new Failure('unexpected', `the answer of ${String(name)} got lost`)
        return answer
      }
    },
  })
  return {
    port: proxy,
    failNext: (method, failure) => void failures.set(method, failure),
    loseAnswer: (method) => void lost.add(method),
    calls: (method) => counts.get(method) ?? 0,
  }
}
