const WIDTH = 24

/** The progress in one line: a bar, finished and running turns, and the time. */
export function progressLine(at: { done: number; total: number; running: number; seconds: number }): string {
  const full = at.total === 0 ? WIDTH : Math.round((at.done / at.total) * WIDTH)
  const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`
  return `${bar} ${at.done}/${at.total} turns, ${at.running} running, ${Math.round(at.seconds)} s`
}
