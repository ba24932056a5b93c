import { beforeEach, describe, expect, test } from 'vitest'
import type { Conversion } from '#src/setup/exchange-manifest-code.ts'
import { createProgress, type Progress } from '#src/setup/setup-progress.ts'

const PAGE = 'https://github.com/apps/octoapp/installations/new'
const MADE: Conversion = {
  kind: 'made',
  app: { id: 1, privateKey: 'key', clientId: 'Iv1.a', clientSecret: 'a-client-secret', webhookSecret: 'secret', installUrl: PAGE },
}

let conversions: Conversion[]
let converted: string[]
let written: number[]
let writeError: unknown
let told: string[]
let progress: Progress
beforeEach(() => {
  conversions = [MADE]
  converted = []
  written = []
  writeError = null
  told = []
  progress = createProgress({
    convert: async (code) => {
      converted.push(code)
      return conversions.shift() ?? { kind: 'refused' }
    },
    write: async (app) => {
      if (writeError !== null) throw writeError
      written.push(app.id)
    },
    onWritten: (page) => void told.push(page),
  })
})

test('setup does nothing before it has a code', async () => {
  expect(await progress.advance()).toEqual({ stage: 'new', installUrl: null, problem: null })
  expect(converted).toEqual([])
})

test('a code becomes an app that is saved once, even with concurrent requests', async () => {
  expect(progress.begin('code')).toBe(true)
  const answers = await Promise.all([progress.advance(), progress.advance(), progress.advance()])
  for (const answer of answers) expect(answer).toEqual({ stage: 'written', installUrl: PAGE, problem: null })
  expect([converted, written, told]).toEqual([['code'], [1], [PAGE]])
})

test('a second code is refused during and after the setup', async () => {
  progress.begin('code')
  expect(progress.begin('another')).toBe(false)
  await progress.advance()
  expect(progress.begin('another')).toBe(false)
  expect(converted).toEqual(['code'])
})

describe('setup problems', () => {
  test('a code that GitHub refuses is dropped, and another one is accepted', async () => {
    conversions = [{ kind: 'refused' }, MADE]
    progress.begin('old')
    expect(await progress.advance()).toEqual({ stage: 'new', installUrl: null, problem: { kind: 'code-refused' } })
    expect(progress.begin('code')).toBe(true)
    expect(await progress.advance()).toMatchObject({ stage: 'written', problem: null })
  })

  test('a code is kept while GitHub is unreachable', async () => {
    conversions = [{ kind: 'unreachable' }, { kind: 'unreachable' }, MADE]
    progress.begin('code')
    for (let tries = 0; tries < 2; tries += 1)
      expect(await progress.advance()).toEqual({ stage: 'unfinished', installUrl: null, problem: { kind: 'github-unreachable' } })
    expect(await progress.advance()).toMatchObject({ stage: 'written', problem: null })
    expect(converted).toEqual(['code', 'code', 'code'])
  })

  test('credentials are kept until they can be written', async () => {
    writeError = Object.assign(new Error('EACCES: permission denied, open /secret/place'), { code: 'EACCES' })
    progress.begin('code')
    const unwritten = { stage: 'unfinished', installUrl: null, problem: { kind: 'not-written', reason: 'EACCES' } }
    expect(await progress.advance()).toEqual(unwritten)
    expect(await progress.advance()).toEqual(unwritten)
    writeError = null
    expect(await progress.advance()).toEqual({ stage: 'written', installUrl: PAGE, problem: null })
    expect([converted, written, told]).toEqual([['code'], [1], [PAGE]])
  })

  test('an error of our own is reported with its message', async () => {
    writeError = new Error('APP_ID is already set in this file')
    progress.begin('code')
    expect(await progress.advance()).toMatchObject({ problem: { reason: 'APP_ID is already set in this file' } })
  })
})
