type Published = { number: number; restores: number | null }

type Wanted = { ok: true; version: number } | { ok: false; problem: 'nothing-to-undo' | 'no-such-version' | 'already-restored' }

/**
 * The version whose state is wanted. `asked`: the one that was named, or `null` for the one before. Undoing again goes further back:
 * a version that brought another one's state back stands for that one.
 */
export function restoredVersion(versions: readonly Published[], asked: number | null): Wanted {
  const newest = versions.toSorted((a, b) => a.number - b.number).at(-1)
  if (newest === undefined) return { ok: false, problem: 'nothing-to-undo' }
  if (asked !== null) {
    if (!versions.some(({ number }) => number === asked)) return { ok: false, problem: 'no-such-version' }
    return asked === newest.number ? { ok: false, problem: 'already-restored' } : { ok: true, version: asked }
  }
  const original = (number: number): number => {
    const restores = versions.find((version) => version.number === number)?.restores ?? null
    return restores === null ? number : original(restores)
  }
  const before = versions.filter(({ number }) => number < original(newest.number)).map(({ number }) => number)
  return before.length === 0 ? { ok: false, problem: 'nothing-to-undo' } : { ok: true, version: Math.max(...before) }
}
