type Published = { number: number; restores: number | null }

type RestoredVersion = { ok: true; version: number } | { ok: false; problem: 'nothing-to-undo' | 'no-such-version' | 'already-restored' }

/**
 * Finds the version to restore. `requested`: its number, or `null` for the previous version. A version that restored another one counts as that
 * one, so a second undo goes further back.
 */
export function restoredVersion(versions: readonly Published[], requested: number | null): RestoredVersion {
  const newest = versions.toSorted((a, b) => a.number - b.number).at(-1)
  if (newest === undefined) return { ok: false, problem: 'nothing-to-undo' }
  if (requested !== null) {
    if (!versions.some(({ number }) => number === requested)) return { ok: false, problem: 'no-such-version' }
    return requested === newest.number ? { ok: false, problem: 'already-restored' } : { ok: true, version: requested }
  }
  const original = (number: number): number => {
    const restores = versions.find((version) => version.number === number)?.restores ?? null
    return restores === null ? number : original(restores)
  }
  const before = versions.filter(({ number }) => number < original(newest.number)).map(({ number }) => number)
  return before.length === 0 ? { ok: false, problem: 'nothing-to-undo' } : { ok: true, version: Math.max(...before) }
}
