import { expect, test } from 'vitest'
import { newFindings } from '#src/domain/checks/new-findings.ts'

const OLD = `app/(a)/old.tsx:3:5: error TS2322: Type 'a'\n  'a' is no 'b'`
const CARD = `src/card.tsx:1:1: error TS2304: Cannot find name 'x'.`
const NO_PLACE = 'error TS18003: No inputs were found'
const NO_TYPES = `error TS2688: Cannot find type definition file for 'jest'.`

test.each<[what: string, after: string, before: string, fresh: string[]]>([
  ['nothing before', `${OLD}\n${CARD}`, '', [OLD, CARD]],
  ['the same before', `${OLD}\n${CARD}`, OLD, [CARD]],
  ['the same in another line', CARD.replace(':1:1:', ':7:3:'), CARD, []],
  ['the same in another file', CARD, CARD.replace('card', 'other'), [CARD]],
  ['another explanation of the same', OLD.replace(`no 'b'`, `no 'c'`), OLD, [OLD.replace(`no 'b'`, `no 'c'`)]],
  ['once before, now twice', `${CARD}\n${CARD}`, CARD, [CARD]],
  ['what has no place', `${NO_PLACE}\n${NO_TYPES}\n${NO_TYPES}`, `${NO_TYPES}\n${NO_PLACE}`, [NO_TYPES]],
  ['a place in only one of them', NO_PLACE, CARD, [NO_PLACE]],
  ['no time for it', 'It took longer than 90 seconds.', '', ['It took longer than 90 seconds.']],
])('newFindings compares outputs with %s', (_what, after, before, fresh) => {
  expect(newFindings(after, before)).toEqual({ findings: fresh, complete: true })
})

const CUT = '… and 12 more lines'
const OTHER = `src/other.ts:4:2: error TS2551: Property 'y' does not exist.`

test.each<[what: string, after: string, before: string, fresh: string[]]>([
  ['both outputs cut', `${OLD}\n${CUT}`, `${OLD}\n… and 11 more lines`, []],
  ['the base cut', OLD, `${OLD}\n${CUT}`, []],
  ['the base cut and a new error among the known ones', `${CARD}\n${OLD}`, `${OLD}\n${CUT}`, [CARD]],
  ['the base cut and an error behind the known ones, which it may have too', `${OLD}\n${CARD}`, `${OLD}\n${CUT}`, []],
  ['the new output cut', `${OLD}\n${OTHER}\n${CUT}`, OLD, [OTHER]],
])('newFindings says that it does not know all errors, with %s', (_what, after, before, fresh) => {
  expect(newFindings(after, before)).toEqual({ findings: fresh, complete: false })
})
