import type { TurnState } from './records.ts'

/** Where a turn stands, as far as the tables say it. */
export type TurnPhase = 'waiting' | 'preparing' | 'thinking' | 'building' | 'checking' | 'publishing' | 'ended'

export type TurnMarks = {
  state: TurnState
  hasPlace: boolean
  hasBase: boolean
  hasVersion: boolean
  /** The last answer's actions, and what came of them so far. */
  lastStep: { tools: readonly string[]; observed: number } | null
}

export function phaseOf({ state, hasPlace, hasBase, hasVersion, lastStep }: TurnMarks): TurnPhase {
  if (state !== 'RUNNING') return 'ended'
  if (!hasPlace) return 'waiting'
  if (hasVersion) return 'publishing'
  if (!hasBase) return 'preparing'
  const open = lastStep?.tools[lastStep.observed]
  if (open === undefined) return 'thinking'
  return open === 'finish' ? 'checking' : 'building'
}

const WORDS: Record<Exclude<TurnPhase, 'ended'>, string> = {
  waiting: 'Waiting for other turns to end',
  preparing: 'Preparing',
  thinking: 'Thinking',
  building: 'Building',
  checking: 'Checking',
  publishing: 'Publishing',
}

/** Where it stands, in words, while it runs. */
export function phaseWords(phase: Exclude<TurnPhase, 'ended'>): string {
  return WORDS[phase]
}
