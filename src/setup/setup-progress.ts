import type { Conversion, MadeApp } from './exchange-manifest-code.ts'

/** Why the setup cannot continue. */
export type Problem = { kind: 'code-refused' } | { kind: 'github-unreachable' } | { kind: 'not-written'; reason: string }

/** From GitHub's code to credentials to the env file. The credentials are kept in memory only until they are written. */
type Stage =
  | { kind: 'new' }
  | { kind: 'code'; code: string }
  | { kind: 'credentials'; app: MadeApp }
  | { kind: 'written'; installUrl: string }

export type Progress = {
  /** Accepts GitHub's code. False if a code is already in use. */
  begin(code: string): boolean
  /** Continues from the current stage as far as possible. */
  advance(): Promise<{ stage: 'new' | 'unfinished' | 'written'; installUrl: string | null; problem: Problem | null }>
}

export function createProgress(steps: {
  convert: (code: string) => Promise<Conversion>
  write: (app: MadeApp) => Promise<void>
  onWritten: (installUrl: string) => void
}): Progress {
  let stage: Stage = { kind: 'new' }
  let problem: Problem | null = null
  let last = Promise.resolve()

  async function step(): Promise<void> {
    if (stage.kind === 'code') {
      const conversion = await steps.convert(stage.code)
      if (conversion.kind === 'made') stage = { kind: 'credentials', app: conversion.app }
      else problem = { kind: conversion.kind === 'refused' ? 'code-refused' : 'github-unreachable' }
      if (conversion.kind === 'refused') stage = { kind: 'new' }
    }
    if (stage.kind === 'credentials') {
      const { app } = stage
      try {
        await steps.write(app)
        stage = { kind: 'written', installUrl: app.installUrl }
        problem = null
        steps.onWritten(app.installUrl)
      } catch (error) {
        problem = { kind: 'not-written', reason: reasonOf(error) }
      }
    }
  }

  return {
    begin(code) {
      if (stage.kind !== 'new') return false
      stage = { kind: 'code', code }
      problem = null
      return true
    },
    async advance() {
      // Sequential, because a code works once.
      last = last.then(step)
      await last
      const { kind } = stage
      return {
        stage: kind === 'new' || kind === 'written' ? kind : 'unfinished',
        installUrl: stage.kind === 'written' ? stage.installUrl : null,
        problem,
      }
    },
  }
}

/** For system errors only the code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'for an unknown reason'
  return 'code' in error ? String(error.code) : error.message
}
