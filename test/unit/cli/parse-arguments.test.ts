import { describe, expect, test } from 'vitest'
import { parseArguments, UsageError } from '#src/cli/parse-arguments.ts'

const SHOP = { owner: 'acme', name: 'shop.web' }
const read = (...args: string[]) => parseArguments(args, 'op')

describe('command line arguments', () => {
  test.each<[string[], object]>([
    [['credits', 'show', 'acme/shop.web'], { command: 'show', repository: SHOP, json: false, limit: 10 }],
    [['credits', 'history', 'acme/shop.web', '--limit', '5', '--json'], { command: 'history', repository: SHOP, json: true, limit: 5 }],
    [
      ['credits', 'grant', 'acme/shop.web', '50', '--reason', 'invoice 7'],
      { command: 'grant', repository: SHOP, credits: 50, reason: 'invoice 7', actor: 'op', key: null, json: false },
    ],
    [
      ['credits', 'grant', 'acme/shop.web', '-50', '--reason=mistake', '--actor=theo', '--key=7'],
      { command: 'grant', repository: SHOP, credits: -50, reason: 'mistake', actor: 'theo', key: '7', json: false },
    ],
    [['credits', 'set', 'acme/shop.web', '0'], { command: 'set', target: SHOP, credits: 0, json: false }],
    [['credits', 'set', 'acme', '500'], { command: 'set', target: { account: 'acme' }, credits: 500, json: false }],
    [['credits', 'audit'], { command: 'audit', repository: null, json: false }],
    [['credits', 'audit', 'acme/shop.web', '--json'], { command: 'audit', repository: SHOP, json: true }],
  ])('command line arguments parses %j', (args, asked) => {
    expect(read(...args)).toEqual(asked)
  })

  test.each<[string[], RegExp]>([
    [[], /^Usage:\n  ollio credits show/],
    [['credit', 'show', 'acme/shop'], /^Usage:\n  ollio credits show/],
    [['credits', 'shew', 'acme/shop'], /^Usage:\n  ollio credits show/],
    [['credits', 'show'], /OWNER\/REPO/],
    [['credits', 'show', 'acme'], /“acme” is not a repository/],
    [['credits', 'show', 'acme/shop', 'more'], /^Usage:\n  ollio credits show/],
    [['credits', 'show', 'acme/shop', '--force'], /--force/],
    [['credits', 'grant', 'acme/shop', '50'], /needs --reason/],
    [['credits', 'grant', 'acme/shop', 'fifty', '--reason', 'x'], /whole number, not “fifty”/],
    [['credits', 'grant', 'acme/shop', '1.5', '--reason', 'x'], /whole number/],
    [['credits', 'grant', 'acme/shop', '0', '--reason', 'x'], /must not be 0/],
    [['credits', 'grant', 'acme/shop', '99999999', '--reason', 'x'], /whole number/],
    [['credits', 'set', 'acme/shop', '-1'], /at least 0/],
    [['credits', 'set', 'ac me', '1'], /OWNER/],
    [['credits', 'history', 'acme/shop', '--limit', '0'], /at least 1/],
  ])('command line arguments rejects %j with a helpful message', (args, sentence) => {
    expect(() => read(...args)).toThrow(UsageError)
    expect(() => read(...args)).toThrow(sentence)
  })
})
