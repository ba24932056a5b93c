import { expect, test } from 'vitest'
import { findTurn, matches } from '#dev/recorded-model/find-recording.ts'
import { loadRecordings } from '#dev/recorded-model/recordings.ts'

const recordings = await loadRecordings()
const sessions = recordings.flatMap(({ generate, refinements }) => [generate, ...refinements])

test('every listed prompt matches its own recording and no other', () => {
  for (const session of sessions) expect(sessions.filter((other) => matches(other, session.prompt))).toEqual([session])
})

const [PRICING, SIGN_IN, DASHBOARD, TABLE] = recordings.map(({ generate }) => generate.prompt)

test.each([
  ['PRICING cards: three tiers, please.', PRICING],
  ['Build us a section with our pricing plans', PRICING],
  ['a sign-in form with validation', SIGN_IN],
  ['a login page', SIGN_IN],
  ['A log in form that says what’s wrong', SIGN_IN],
  ['a dashboard of this month’s figures with a chart', DASHBOARD],
  ["dashboard: this month's sales", DASHBOARD],
  ['a data table with sorting and empty state', TABLE],
  ['An orders table', TABLE],
  ['a sign-up form', null],
  ['a form to sign a petition', null],
  ['pricing', null],
  ['a footer', null],
  ['a dashboard with a chart and a sortable table', null],
  ['', null],
])('%j plays %j', (request, prompt) => {
  expect(findTurn(recordings, [], request)?.prompt ?? null).toBe(prompt)
})

test('refinements are only found in the project that they belong to', () => {
  for (const recording of recordings) {
    for (const { prompt } of recording.refinements) {
      expect(findTurn(recordings, [], prompt)).toBeNull()
      for (const { generate } of recordings)
        expect(findTurn(recordings, [generate.prompt], prompt)?.prompt ?? null).toBe(generate === recording.generate ? prompt : null)
    }
  }
})

test('a prompt that matches two refinements plays none', () => {
  for (const { generate, refinements } of recordings) {
    const both = refinements.map(({ prompt }) => prompt).join(', and ')
    expect(findTurn(recordings, [generate.prompt], both)).toBeNull()
  }
})
