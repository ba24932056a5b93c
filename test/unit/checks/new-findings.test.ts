import { expect, test } from 'vitest'
import { newFindings } from '#src/domain/checks/new-findings.ts'

const OLD = `app/(a)/old.tsx:3:5: error TS2322: Type 'a'\n  'a' is no 'b'`
const CARD = `src/card.tsx:1:1: error TS2304: Cannot find name 'x'.`
const NO_PLACE = 'error TS18003: No inputs were found'

test.each<[what: string, after: string, before: string, fresh: string[]]>([
  ['nothing before', `${OLD}\n${CARD}`, '', [OLD, CARD]],
  ['the same before', `${OLD}\n${CARD}`, OLD, [CARD]],
  ['the same in another line', CARD.replace(':1:1:', ':7:3:'), CARD, []],
  ['the same in another file', CARD, CARD.replace('card', 'other'), [CARD]],
  ['another explanation of the same', OLD.replace(`no 'b'`, `no 'c'`), OLD, [OLD.replace(`no 'b'`, `no 'c'`)]],
  ['once before, now twice', `${CARD}\n${CARD}`, CARD, [CARD]],
  ['what has no place', NO_PLACE, NO_PLACE, [NO_PLACE]],
  ['no time for it', 'It took longer than 90 seconds.', 'It took longer than 90 seconds.', ['It took longer than 90 seconds.']],
])('newFindings compares outputs with %s', (_what, after, before, fresh) => {
  expect(newFindings(after, before)).toEqual(fresh)
})
