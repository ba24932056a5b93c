import type { TurnState } from './records.ts'

/** What a turn is doing, derived from the database. */
export type TurnPhase = 'waiting' | 'preparing' | 'thinking' | 'building' | 'checking' | 'publishing' | 'ended'

export type TurnMarks = {
  state: TurnState
  hasSlot: boolean
  hasBase: boolean
  hasVersion: boolean
  /** The tool calls of the last answer, and how many of them have an observation. */
  lastStep: { tools: readonly string[]; observed: number } | null
}

export function phaseOf({ state, hasSlot, hasBase, hasVersion, lastStep }: TurnMarks): TurnPhase {
  if (state !== 'RUNNING') return 'ended'
  if (!hasSlot) return 'waiting'
  if (hasVersion) return 'publishing'
  if (!hasBase) return 'preparing'
  const open = lastStep?.tools[lastStep.observed]
  if (open === undefined) return 'thinking'
  return open === 'finish' ? 'checking' : 'building'
}

const LABELS: Record<Exclude<TurnPhase, 'ended'>, string> = {
  waiting: 'Waiting for other turns to finish',
  preparing: 'Preparing',
  thinking: 'Thinking',
  building: 'Building',
  checking: 'Checking',
  publishing: 'Publishing',
}

/** The phase of a running turn as people read it. */
export function phaseLabel(phase: Exclude<TurnPhase, 'ended'>): string {
  return LABELS[phase]
}
